package io.torrentinno.system.network;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.function.Predicate;

/** Flips the first byte of every block that certain peers send. */
final class PieceCorrupter implements Meddler {
  private static final int HANDSHAKE = 75;
  private static final int PEER_ID = 11;
  private static final byte PIECE = 2;

  /** Length and type, then piece, begin and length. */
  private static final int HEADER = 5 + 12;

  private final Predicate<String> corrupt;
  private final ByteBuffer handshake = ByteBuffer.allocate(HANDSHAKE);
  private final ByteBuffer header = ByteBuffer.allocate(5);
  private long skip;
  private long flipAfter = -1;

  /**
   * @param corrupt tells by its id in hex whether a peer's blocks are to be damaged
   */
  PieceCorrupter(Predicate<String> corrupt) {
    this.corrupt = corrupt;
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
    return corrupt.test(HexFormat.of().formatHex(handshake.array(), PEER_ID, PEER_ID + 32));
  }
}
