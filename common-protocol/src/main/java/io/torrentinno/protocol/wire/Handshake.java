package io.torrentinno.protocol.wire;

import io.netty.buffer.ByteBuf;
import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.wire.WireException.Reason;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What each side of a connection sends first, in TI/1 and TI/2: the 11 ASCII bytes {@code
 * TorrentInno}, its peer-id, and the resource that the connection is for.
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
   * Reads a handshake once all of it has arrived. A stranger is told from a peer by the first byte
   * that differs, however few have arrived.
   *
   * @param in what has arrived so far, from the first byte of the connection on; nothing is
   *     consumed until the handshake is whole, and nothing behind it ever
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
