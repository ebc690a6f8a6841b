package io.torrentinno.tracker.http.message;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.concurrent.FastThreadLocal;
import java.nio.charset.StandardCharsets;

/**
 * Builds an answer: first the body, then the head before it, so that one copy is enough to bring
 * both into a buffer. Each thread has one writer.
 */
public final class ByteWriter {
  /** The length of the longest head. */
  private static final int HEAD = 512;

  private static final int KEPT = 1 << 20;
  private static final byte[] HEX = AsciiBytes.of("0123456789abcdef");
  private static final byte[][] OCTETS = new byte[256][];
  private static final FastThreadLocal<ByteWriter> OWN =
      new FastThreadLocal<>() {
        @Override
        protected ByteWriter initialValue() {
          return new ByteWriter();
        }
      };

  static {
    for (int i = 0; i < OCTETS.length; i++) {
      OCTETS[i] = AsciiBytes.of(Integer.toString(i));
    }
  }

  private byte[] bytes = new byte[32 * 1024];
  private int end = HEAD;

  private ByteWriter() {}

  /** The writer of this thread, empty. */
  public static ByteWriter begin() {
    ByteWriter writer = OWN.get();
    if (writer.bytes.length > KEPT) {
      writer.bytes = new byte[KEPT];
    }
    writer.end = HEAD;
    return writer;
  }

  public ByteWriter write(byte[] text) {
    return write(text, 0, text.length);
  }

  public ByteWriter write(byte[] from, int offset, int length) {
    reserve(length);
    System.arraycopy(from, offset, bytes, end, length);
    end += length;
    return this;
  }

  public ByteWriter write(char character) {
    reserve(1);
    bytes[end++] = (byte) character;
    return this;
  }

  /** A number in decimal digits, not negative. */
  public ByteWriter writeNumber(long number) {
    if (number < OCTETS.length) {
      return write(OCTETS[(int) number]);
    }
    reserve(20);
    int digits = 1;
    for (long rest = number; rest >= 10; rest /= 10) {
      digits++;
    }
    long rest = number;
    for (int i = end + digits - 1; i >= end; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    end += digits;
    return this;
  }

  /** Bytes in hex, two digits each. */
  public ByteWriter writeHex(byte[] from, int offset, int length) {
    reserve(2 * length);
    byte[] to = bytes;
    int at = end;
    for (int i = 0; i < length; i++) {
      int octet = from[offset + i];
      to[at] = HEX[(octet >> 4) & 0xF];
      to[at + 1] = HEX[octet & 0xF];
      at += 2;
    }
    end = at;
    return this;
  }

  /** An address of 4 or 16 bytes in its usual form. IPv6 is written with all zero words. */
  public ByteWriter writeIp(byte[] from, int offset, int length) {
    reserve(length == 4 ? 15 : 39);
    if (length == 4) {
      for (int i = 0; i < 4; i++) {
        if (i > 0) {
          bytes[end++] = '.';
        }
        write(OCTETS[from[offset + i] & 0xFF]);
      }
      return this;
    }
    for (int i = 0; i < length; i += 2) {
      if (i > 0) {
        bytes[end++] = ':';
      }
      int word = ((from[offset + i] & 0xFF) << 8) | (from[offset + i + 1] & 0xFF);
      for (int shift = 12; shift >= 0; shift -= 4) {
        if (shift == 0 || word >> shift != 0) {
          bytes[end++] = HEX[(word >> shift) & 0xF];
        }
      }
    }
    return this;
  }

  private void reserve(int more) {
    if (bytes.length - end < more) {
      byte[] larger = new byte[Math.max(2 * bytes.length, end + more)];
      System.arraycopy(bytes, 0, larger, 0, end);
      bytes = larger;
    }
  }

  /**
   * The whole answer.
   *
   * @param headUpToLength the status line and headers, up to and including {@code Content-Length: }
   * @param headAfterLength the rest, from the end of that line on
   * @return a buffer that the caller owns
   */
  ByteBuf finish(ByteBufAllocator buffers, byte[] headUpToLength, byte[] headAfterLength) {
    byte[] length = Integer.toString(end - HEAD).getBytes(StandardCharsets.US_ASCII);
    int start = HEAD - headUpToLength.length - length.length - headAfterLength.length;
    System.arraycopy(headUpToLength, 0, bytes, start, headUpToLength.length);
    System.arraycopy(length, 0, bytes, start + headUpToLength.length, length.length);
    System.arraycopy(
        headAfterLength, 0, bytes, HEAD - headAfterLength.length, headAfterLength.length);
    return buffers.directBuffer(end - start).writeBytes(bytes, start, end - start);
  }
}
