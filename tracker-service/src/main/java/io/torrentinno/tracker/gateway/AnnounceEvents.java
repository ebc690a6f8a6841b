package io.torrentinno.tracker.gateway;

import io.torrentinno.protocol.announce.AnnounceEvent;
import io.torrentinno.tracker.swarm.model.Announce;

/** Converts the events of the protocols to the tracker's own. */
public final class AnnounceEvents {
  private AnnounceEvents() {}

  /** The kind of an announce with this event. */
  public static Announce.Kind kind(AnnounceEvent event) {
    return switch (event) {
      case NONE, STARTED -> Announce.Kind.PRESENT;
      case COMPLETED -> Announce.Kind.COMPLETED;
      case STOPPED -> Announce.Kind.LEAVING;
    };
  }

  /**
   * The kind of an announce of a BitTorrent client.
   *
   * @param port 0 when other peers cannot connect to the client
   */
  public static Announce.Kind kind(AnnounceEvent event, int port) {
    return port == 0 && event != AnnounceEvent.STOPPED ? Announce.Kind.UNREACHABLE : kind(event);
  }

  /**
   * Whether a peer is a seeder. A peer that does not know how much it lacks is a seeder when it
   * says that it has completed.
   *
   * @param left bytes that it lacks; negative, or the largest number, when it does not know
   */
  public static boolean isSeeder(AnnounceEvent event, long left) {
    return left == 0 || (!isKnown(left) && event == AnnounceEvent.COMPLETED);
  }

  /** Whether these are bytes that a peer lacks; negative, and the largest number, are not. */
  public static boolean isKnown(long left) {
    return left >= 0 && left < Long.MAX_VALUE;
  }
}
