package io.torrentinno.tracker.swarm;

import io.torrentinno.protocol.model.InfoHash;
import java.util.OptionalInt;

/**
 * What a peer says, through whichever door it came.
 *
 * @param swarm the resource that it takes part in
 * @param caller who it is
 * @param kind what it says of itself
 * @param wanted how many others it would like to hear of, at least 0; empty when it does not say
 * @param families which addresses it can make use of
 */
public record Announce(
    InfoHash swarm, SwarmPeer caller, Kind kind, OptionalInt wanted, AddressFamilies families) {
  /** What a peer says of itself. */
  public enum Kind {
    /** It takes part. */
    PRESENT,
    /** It takes part, and has just gained its last piece. */
    COMPLETED,
    /** It leaves. */
    LEAVING
  }
}
