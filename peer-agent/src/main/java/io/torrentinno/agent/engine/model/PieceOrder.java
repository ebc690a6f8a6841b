package io.torrentinno.agent.engine.model;

/** The order in which missing pieces are started. */
public enum PieceOrder {
  /** The rarest first, so that no piece gets lost and there is always something to exchange. */
  RAREST_FIRST,

  /** From the file's start to its end, for a program that reads the file meanwhile. */
  SEQUENTIAL
}
