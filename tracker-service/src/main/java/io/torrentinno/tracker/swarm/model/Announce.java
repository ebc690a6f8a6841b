package io.torrentinno.tracker.swarm.model;

import io.torrentinno.protocol.model.InfoHash;

/**
 * What a peer says, through whichever endpoint it came.
 *
 * @param swarm the resource that it takes part in
 * @param caller who it is
 * @param kind what it says of itself
 * @param want what it would like to hear
 */
public record Announce(InfoHash swarm, SwarmPeer caller, Kind kind, PeerRequest want) {
  /** What a peer says of itself. */
  public enum Kind {
    /** It takes part. */
    PRESENT,
    /** It takes part, and has just gained its last piece. */
    COMPLETED,
    /** It takes part, and nobody can call it: it is told of others, and is not listed. */
    UNREACHABLE,
    /** It leaves. */
    LEAVING
  }
}
