package io.torrentinno.protocol.wire;

import io.netty.buffer.ByteBuf;
import io.torrentinno.protocol.model.Bytes;
import io.torrentinno.protocol.wire.PeerMessage.ManifestPart;
import io.torrentinno.protocol.wire.PeerMessage.ManifestRequest;
import io.torrentinno.protocol.wire.WireException.Reason;

/**
 * The bytes of a ManifestRequest, begin (4) and length (4), and of a ManifestPart, total (4), begin
 * (4) and its bytes. Lengths count the type.
 */
final class ManifestBodies {
  private static final int FIXED = 8;

  static final int REQUEST_LENGTH = FrameType.BARE_BODY + FIXED;
  static final int MIN_PART_LENGTH = FrameType.BARE_BODY + FIXED;
  static final int MAX_PART_LENGTH = MIN_PART_LENGTH + ManifestPart.MAX_LENGTH;

  private ManifestBodies() {}

  static int length(ManifestPart part) {
    return MIN_PART_LENGTH + part.bytes().length();
  }

  static void encode(ManifestRequest request, ByteBuf out) {
    out.writeInt(request.begin()).writeInt(request.length());
  }

  static void encode(ManifestPart part, ByteBuf out) {
    out.writeInt(part.total()).writeInt(part.begin()).writeBytes(part.bytes().toArray());
  }

  static ManifestRequest decodeRequest(ByteBuf in) throws WireException {
    int begin = in.readInt();
    int length = in.readInt();
    try {
      return new ManifestRequest(begin, length);
    } catch (IllegalArgumentException e) {
      throw new WireException(Reason.BAD_RANGE, String.valueOf(e.getMessage()));
    }
  }

  /** Reads a part of {@code length} bytes, its type included. The length was checked. */
  static ManifestPart decodePart(ByteBuf in, int length) throws WireException {
    int total = in.readInt();
    int begin = in.readInt();
    byte[] bytes = new byte[length - MIN_PART_LENGTH];
    in.readBytes(bytes);
    try {
      return new ManifestPart(total, begin, Bytes.copyOf(bytes));
    } catch (IllegalArgumentException e) {
      throw new WireException(Reason.BAD_RANGE, String.valueOf(e.getMessage()));
    }
  }
}
