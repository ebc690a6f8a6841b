package io.torrentinno.tracker.swarm.model;

import io.torrentinno.protocol.model.InfoHash;

/**
 * An announce, whichever endpoint received it.
 *
 * @param swarm the resource in which the peer takes part
 * @param caller the peer
 * @param kind what the peer says
 * @param want the peers that it wants to get
 * @param proof shows which listings of the peer are the caller's
 */
public record Announce(InfoHash swarm, SwarmPeer caller, Kind kind, PeerRequest want, Proof proof) {
  /** An announce without a key that comes from the address where the peer listens. */
  public Announce(InfoHash swarm, SwarmPeer caller, Kind kind, PeerRequest want) {
    this(swarm, caller, kind, want, Proof.of(caller.address().ip()));
  }

  /** The same announce with another proof. */
  public Announce withProof(Proof other) {
    return new Announce(swarm, caller, kind, want, other);
  }

  /** What a peer says by an announce. */
  public enum Kind {
    /** The peer takes part. */
    PRESENT,
    /** The peer takes part, and has just verified its last piece. */
    COMPLETED,
    /**
     * The peer takes part, and other peers cannot connect to it: it gets other peers, and is not
     * listed.
     */
    UNREACHABLE,
    /** The peer leaves. */
    LEAVING
  }
}
