package io.torrentinno.protocol.wire;

import io.netty.buffer.ByteBuf;
import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.wire.WireException.Reason;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The first message of each side of a connection, in TI/1 and TI/2: the 11 ASCII bytes {@code
 * TorrentInno}, the peer-id, and the connection's resource.
 */
public record Handshake(PeerId peerId, InfoHash infoHash) {
  private static final byte[] MAGIC = "TorrentInno".getBytes(StandardCharsets.US_ASCII);

  /** Length in bytes: 75. */
  public static final int LENGTH = MAGIC.length + 2 * Bytes32.LENGTH;

  /** Writes the {@value #LENGTH} bytes. */
  public void encode(ByteBuf out) {
    byte[] bytes = new byte[LENGTH];
    System.arraycopy(MAGIC, 0, bytes, 0, MAGIC.length);
    peerId.value().writeTo(bytes, MAGIC.length);
    infoHash.value().writeTo(bytes, MAGIC.length + Bytes32.LENGTH);
    out.writeBytes(bytes);
  }

  /**
   * Reads a handshake when it is complete. A wrong first part is found at the first byte that
   * differs.
   *
   * @param in the bytes so far, from the first byte of the connection on; nothing is consumed until
   *     the handshake is complete, and the bytes after it are never consumed
   * @return the handshake, or null while bytes are missing
   * @throws WireException when this is no TorrentInno connection
   */
  public static @Nullable Handshake decode(ByteBuf in) throws WireException {
    int arrived = Math.min(in.readableBytes(), MAGIC.length);
    for (int i = 0; i < arrived; i++) {
      if (in.getByte(in.readerIndex() + i) != MAGIC[i]) {
        throw new WireException(Reason.BAD_MAGIC, "not a TorrentInno handshake");
      }
    }
    if (in.readableBytes() < LENGTH) {
      return null;
    }
    byte[] bytes = new byte[LENGTH];
    in.readBytes(bytes);
    return new Handshake(
        PeerId.of(bytes, MAGIC.length), InfoHash.of(bytes, MAGIC.length + Bytes32.LENGTH));
  }
}
