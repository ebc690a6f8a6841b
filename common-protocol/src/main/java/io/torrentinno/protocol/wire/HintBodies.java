package io.torrentinno.protocol.wire;

import io.netty.buffer.ByteBuf;
import io.torrentinno.protocol.model.Bytes;
import io.torrentinno.protocol.wire.HintMessage.HintsPart;
import io.torrentinno.protocol.wire.HintMessage.HintsRequest;
import io.torrentinno.protocol.wire.WireException.Reason;

/**
 * The bytes of a HintsRequest, begin (4) and length (4), and of a HintsPart, total (4), begin (4)
 * and its bytes. Lengths count the type.
 */
final class HintBodies {
  static final int REQUEST_LENGTH = FrameType.BARE_BODY + 2 * Integer.BYTES;
  static final int MIN_PART_LENGTH = REQUEST_LENGTH;
  static final int MAX_PART_LENGTH = MIN_PART_LENGTH + HintMessage.MAX_PART;

  private HintBodies() {}

  static int length(HintsPart part) {
    return MIN_PART_LENGTH + part.bytes().length();
  }

  static void encode(HintsRequest request, ByteBuf out) {
    out.writeInt(request.begin()).writeInt(request.length());
  }

  static void encode(HintsPart part, ByteBuf out) {
    out.writeInt(part.total()).writeInt(part.begin()).writeBytes(part.bytes().toArray());
  }

  static HintsRequest decodeRequest(ByteBuf in) throws WireException {
    int begin = in.readInt();
    int length = in.readInt();
    try {
      return new HintsRequest(begin, length);
    } catch (IllegalArgumentException e) {
      throw new WireException(Reason.BAD_RANGE, String.valueOf(e.getMessage()));
    }
  }

  /** Reads a part of {@code length} bytes, its type included. The length was checked. */
  static HintsPart decodePart(ByteBuf in, int length) throws WireException {
    int total = in.readInt();
    int begin = in.readInt();
    byte[] bytes = new byte[length - MIN_PART_LENGTH];
    in.readBytes(bytes);
    try {
      return new HintsPart(total, begin, Bytes.copyOf(bytes));
    } catch (IllegalArgumentException e) {
      throw new WireException(Reason.BAD_RANGE, String.valueOf(e.getMessage()));
    }
  }
}
