package io.torrentinno.agent.engine.model;

/** Why a session that misses pieces asks nobody for any. */
public enum Shortage {
  NO_PEER_KNOWN,
  NO_PEER_REACHED,
  /** All that are known are kept out. */
  ALL_BANNED,
  /** Nobody who is connected has a piece that is missing. */
  NOT_OFFERED,
  /** As {@link #NOT_OFFERED}, and there are peers that are kept out. */
  NOT_OFFERED_BUT_BY_BANNED,
  /** Those who have them serve others first, or do not answer. */
  NOT_SERVED
}
