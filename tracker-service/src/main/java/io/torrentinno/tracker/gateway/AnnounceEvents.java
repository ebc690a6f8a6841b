package io.torrentinno.tracker.gateway;

import io.torrentinno.protocol.announce.AnnounceEvent;
import io.torrentinno.tracker.swarm.model.Announce;

/** The protocols' events in the tracker's words. */
public final class AnnounceEvents {
  private AnnounceEvents() {}

  /** What a peer says of itself by an event. */
  public static Announce.Kind kind(AnnounceEvent event) {
    return switch (event) {
      case NONE, STARTED -> Announce.Kind.PRESENT;
      case COMPLETED -> Announce.Kind.COMPLETED;
      case STOPPED -> Announce.Kind.LEAVING;
    };
  }

  /**
   * The same of a peer of BitTorrent.
   *
   * @param port 0 when others cannot call it
   */
  public static Announce.Kind kind(AnnounceEvent event, int port) {
    return port == 0 && event != AnnounceEvent.STOPPED ? Announce.Kind.UNREACHABLE : kind(event);
  }

  /**
   * Whether a peer has every piece. One that does not know how much it lacks has, when it says that
   * it has just gained the last piece.
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
