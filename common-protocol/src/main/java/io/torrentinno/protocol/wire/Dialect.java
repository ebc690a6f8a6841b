package io.torrentinno.protocol.wire;

import io.torrentinno.protocol.model.PeerId;

/** Which version of the protocol a connection speaks; it is the remote peer's id that decides. */
public enum Dialect {
  /** Request, Piece and Bitfield only: what deployed clients speak. */
  TI1,
  /** All messages; unknown ones are skipped. */
  TI2;

  /** What to speak with this peer. */
  public static Dialect of(PeerId remote) {
    return remote.speaksTi2() ? TI2 : TI1;
  }
}
