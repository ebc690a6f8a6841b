package io.torrentinno.system.network;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Flips the first byte of every block that one peer sends. */
final class PieceCorrupter implements Meddler {
  private static final int HANDSHAKE = 75;
  private static final int PEER_ID = 11;
  private static final byte PIECE = 2;

  /** Length and type, then piece, begin and length. */
  private static final int HEADER = 5 + 12;

  private final String corruptPeer;
  private final ByteBuffer handshake = ByteBuffer.allocate(HANDSHAKE);
  private final ByteBuffer header = ByteBuffer.allocate(5);
  private long skip;
  private long flipAfter = -1;

  /**
   * @param corruptPeer its id in hex; what other peers send passes unchanged
   */
  PieceCorrupter(String corruptPeer) {
    this.corruptPeer = corruptPeer;
  }

  @Override
  public void meddle(byte[] buffer, int length) {
    for (int i = 0; i < length; i++) {
      if (handshake.hasRemaining()) {
        handshake.put(buffer[i]);
      } else if (flipAfter == 0) {
        buffer[i] ^= (byte) 0xff;
        flipAfter = -1;
        skip--;
      } else if (skip > 0) {
        skip--;
        flipAfter--;
      } else {
        collect(buffer[i]);
      }
    }
  }

  private void collect(byte next) {
    header.put(next);
    boolean keepAlive = header.position() == 4 && header.getInt(0) == 0;
    if (!header.hasRemaining()) {
      skip = Integer.toUnsignedLong(header.getInt(0)) - 1;
      flipAfter = isCorrupt() && header.get(4) == PIECE ? HEADER - 5 : -1;
    }
    if (keepAlive || !header.hasRemaining()) {
      header.clear();
    }
  }

  private boolean isCorrupt() {
    return HexFormat.of().formatHex(handshake.array(), PEER_ID, PEER_ID + 32).equals(corruptPeer);
  }
}
