package io.torrentinno.protocol.wire;

import io.torrentinno.protocol.model.PeerId;

/** The version of the protocol on a connection; the remote peer's id decides. */
public enum Dialect {
  /** Request, Piece and Bitfield only: what deployed clients speak. */
  TI1,
  /** All messages; unknown ones are skipped. */
  TI2;

  /** The version to speak with this peer. */
  public static Dialect of(PeerId remote) {
    return remote.speaksTi2() ? TI2 : TI1;
  }
}
