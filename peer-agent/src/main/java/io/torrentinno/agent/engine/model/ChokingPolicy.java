package io.torrentinno.agent.engine.model;

/** Decides which peers a session serves when more peers want blocks than it has upload slots. */
public enum ChokingPolicy {
  /** For machines of one owner, where only the time of the last peer counts: peers take turns. */
  COOPERATIVE,

  /**
   * For strangers: peers that give most come first. One slot goes to the other peers in turn, so
   * that newcomers get pieces that they can give (Cohen: Incentives Build Robustness in BitTorrent,
   * 2003).
   */
  TIT_FOR_TAT
}
