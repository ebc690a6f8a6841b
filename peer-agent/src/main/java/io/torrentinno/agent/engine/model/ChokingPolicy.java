package io.torrentinno.agent.engine.model;

/** Whom a session serves when more peers want blocks than it has upload slots. */
public enum ChokingPolicy {
  /**
   * For a network of one's own, where only the moment counts at which everybody is done: those they
   * take turns.
   */
  COOPERATIVE,

  /**
   * For strangers: those that give most come first, and one slot goes round among the others, so
   * that newcomers get something to give (Cohen: Incentives Build Robustness in BitTorrent, 2003).
   */
  TIT_FOR_TAT
}
