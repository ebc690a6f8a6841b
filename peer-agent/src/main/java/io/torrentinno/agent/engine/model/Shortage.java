package io.torrentinno.agent.engine.model;

/** Why a session requests nothing although pieces are missing. */
public enum Shortage {
  NO_PEER_KNOWN,
  NO_PEER_REACHED,
  /** The manifest is here, and no connected peer has a signature with which it is taken. */
  NOT_SIGNED,
  /** There is no memory for what peers have sent as the manifest. */
  NOT_READ,
  /** All known peers are banned. */
  ALL_BANNED,
  /** No connected peer has a missing piece. */
  NOT_OFFERED,
  /** Like {@link #NOT_OFFERED}, and some peers are banned. */
  NOT_OFFERED_BUT_BY_BANNED,
  /** The peers that have the pieces serve others first, or do not answer. */
  NOT_SERVED
}
