package io.torrentinno.agent.engine.model;

/** In which order missing pieces are started. */
public enum PieceOrder {
  /** The rarest first, so that no piece dies out and there is always something to exchange. */
  RAREST_FIRST,

  /** From the file's start to its end, for somebody who reads it meanwhile. */
  SEQUENTIAL
}
