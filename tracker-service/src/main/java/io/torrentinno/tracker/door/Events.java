package io.torrentinno.tracker.door;

import io.torrentinno.protocol.announce.AnnounceEvent;
import io.torrentinno.tracker.swarm.Announce;

/** The protocols' events in the tracker's words. */
public final class Events {
  private Events() {}

  /** What a peer says of itself by an event. */
  public static Announce.Kind kind(AnnounceEvent event) {
    return switch (event) {
      case NONE, STARTED -> Announce.Kind.PRESENT;
      case COMPLETED -> Announce.Kind.COMPLETED;
      case STOPPED -> Announce.Kind.LEAVING;
    };
  }
}
