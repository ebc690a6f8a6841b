package io.torrentinno.protocol.manifest.envelope;

import io.torrentinno.protocol.manifest.ManifestException.Reason;
import io.torrentinno.protocol.manifest.envelope.ByteSource.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * The value of a JSON string in UTF-8, up to its closing quote. It begins after the opening quote.
 */
final class StringStream extends InputStream {
  private final ByteSource in;
  private byte[] pending = new byte[0];
  private int pendingAt;
  private long length;
  private boolean ended;

  StringStream(ByteSource in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    int count = 0;
    while (count == 0 && !ended) {
      count = some(target, offset, length);
    }
    this.length += count;
    if (this.length > EnvelopeLimits.INFO_LENGTH) {
      throw new RefusedException(
          Reason.LIMIT_EXCEEDED, "info has more than " + EnvelopeLimits.INFO_LENGTH + " bytes");
    }
    return count == 0 ? -1 : count;
  }

  private int some(byte[] target, int offset, int length) throws IOException {
    if (pendingAt < pending.length) {
      int count = Math.min(length, pending.length - pendingAt);
      System.arraycopy(pending, pendingAt, target, offset, count);
      pendingAt += count;
      return count;
    }
    int next = in.peek();
    int plain = in.copyPlain(target, offset, length);
    if (plain > 0) {
      return plain;
    }
    in.next();
    switch (next) {
      case '"' -> ended = true;
      case '\\' -> {
        pending = escaped().getBytes(StandardCharsets.UTF_8);
        pendingAt = 0;
      }
      case ByteSource.END -> throw malformed("the string info has no closing quote");
      default -> throw malformed("info has a control character without an escape");
    }
    return 0;
  }

  private String escaped() throws IOException {
    int escape = in.next();
    return switch (escape) {
      case '"', '\\', '/' -> String.valueOf((char) escape);
      case 'b' -> "\b";
      case 'f' -> "\f";
      case 'n' -> "\n";
      case 'r' -> "\r";
      case 't' -> "\t";
      case 'u' -> unicode();
      default -> throw malformed("info has an escape that JSON does not have");
    };
  }

  private String unicode() throws IOException {
    char first = unit();
    if (!Character.isSurrogate(first)) {
      return String.valueOf(first);
    }
    boolean paired = Character.isHighSurrogate(first) && in.next() == '\\' && in.next() == 'u';
    char second = paired ? unit() : 0;
    if (!Character.isLowSurrogate(second)) {
      throw malformed("info has half a surrogate pair");
    }
    return String.valueOf(new char[] {first, second});
  }

  private char unit() throws IOException {
    int unit = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(Math.max(in.next(), 0), 16);
      if (digit < 0) {
        throw malformed("info has an escape that JSON does not have");
      }
      unit = (unit << 4) | digit;
    }
    return (char) unit;
  }

  private static RefusedException malformed(String fault) {
    return new RefusedException(Reason.MALFORMED_JSON, "the JSON is malformed: " + fault);
  }
}
