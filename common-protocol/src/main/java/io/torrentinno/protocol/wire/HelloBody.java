package io.torrentinno.protocol.wire;

import io.netty.buffer.ByteBuf;
import io.torrentinno.protocol.wire.PeerMessage.Hello;
import io.torrentinno.protocol.wire.WireException.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * The bytes of a Hello after its type: features (8), longest block (4), queued requests (2), listen
 * port (2), length of the software's name (1), the name in UTF-8. Further bytes are for later
 * versions and ignored.
 */
final class HelloBody {
  private static final int FIXED = 17;

  /** Shortest body, with the type. */
  static final int MIN_LENGTH = FrameType.BARE_BODY + FIXED;

  /** Longest body, with the type. It has room for later versions. */
  static final int MAX_LENGTH = 4096;

  private HelloBody() {}

  static int length(Hello hello) {
    return MIN_LENGTH + hello.software().getBytes(StandardCharsets.UTF_8).length;
  }

  static void encode(Hello hello, ByteBuf out) {
    byte[] software = hello.software().getBytes(StandardCharsets.UTF_8);
    out.writeLong(hello.features());
    out.writeInt(hello.maxBlockLength());
    out.writeShort(hello.maxRequests());
    out.writeShort(hello.listenPort());
    out.writeByte(software.length);
    out.writeBytes(software);
  }

  /** Reads {@code length} bytes, at least the fixed part. */
  static Hello decode(ByteBuf in, int length) throws WireException {
    long features = in.readLong();
    int maxBlockLength = (int) Math.min(in.readUnsignedInt(), Integer.MAX_VALUE);
    int maxRequests = in.readUnsignedShort();
    int listenPort = in.readUnsignedShort();
    int nameLength = in.readUnsignedByte();
    if (nameLength > length - FIXED) {
      throw new WireException(Reason.BAD_HELLO, "the software's name ends behind the Hello");
    }
    byte[] name = new byte[nameLength];
    in.readBytes(name).skipBytes(length - FIXED - nameLength);
    try {
      String software =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(name)).toString();
      return new Hello(features, maxBlockLength, maxRequests, listenPort, software);
    } catch (CharacterCodingException e) {
      throw new WireException(Reason.BAD_HELLO, "the software's name is not UTF-8");
    } catch (IllegalArgumentException e) {
      throw new WireException(Reason.BAD_HELLO, String.valueOf(e.getMessage()));
    }
  }
}
