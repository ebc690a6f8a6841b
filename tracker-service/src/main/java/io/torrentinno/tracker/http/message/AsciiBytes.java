package io.torrentinno.tracker.http.message;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads ranges of bytes as text, without making strings. */
public final class AsciiBytes {
  private static final int MOST_DIGITS = 18;

  private AsciiBytes() {}

  public static byte[] of(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** An address of 4 or 16 bytes in its usual form. */
  public static byte[] ofAddress(byte[] bytes, int offset, int length) {
    try {
      byte[] address = Arrays.copyOfRange(bytes, offset, offset + length);
      return of(InetAddress.getByAddress(address).getHostAddress());
    } catch (UnknownHostException e) {
      throw new AssertionError("4 or 16 bytes are an address", e);
    }
  }

  /** Whether the range from {@code start} to {@code end} is equal to {@code text}. */
  static boolean equal(byte[] bytes, int start, int end, byte[] text) {
    return end - start == text.length && startsWith(bytes, start, text);
  }

  /** Whether the bytes at {@code start} are {@code text}; there must be enough bytes. */
  static boolean startsWith(byte[] bytes, int start, byte[] text) {
    for (int i = 0; i < text.length; i++) {
      if (bytes[start + i] != text[i]) {
        return false;
      }
    }
    return true;
  }

  /** Like {@link #equal}, where {@code text} has no capital letters and the bytes may have some. */
  static boolean equalIgnoringCase(byte[] bytes, int start, int end, byte[] text) {
    if (end - start != text.length) {
      return false;
    }
    for (int i = 0; i < text.length; i++) {
      if (lower(bytes[start + i]) != text[i]) {
        return false;
      }
    }
    return true;
  }

  /** Whether the range contains {@code text}, which has no capital letters. */
  static boolean containsIgnoringCase(byte[] bytes, int start, int end, byte[] text) {
    for (int i = start; i <= end - text.length; i++) {
      if (equalIgnoringCase(bytes, i, i + text.length, text)) {
        return true;
      }
    }
    return false;
  }

  /** The first place of {@code wanted}, or -1. */
  static int indexOf(byte[] bytes, int start, int end, char wanted) {
    for (int i = start; i < end; i++) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  /**
   * The number in decimal digits in the range; -1 when it is no number, {@link Long#MAX_VALUE} when
   * there are more than 18 digits.
   */
  static long number(byte[] bytes, int start, int end) {
    if (start == end) {
      return -1;
    }
    long value = 0;
    for (int i = start; i < end; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = 10 * value + digit;
    }
    return end - start > MOST_DIGITS ? Long.MAX_VALUE : value;
  }

  /** The value of a hex digit; -1 when it is no hex digit. */
  static int hex(byte digit) {
    return Character.digit((char) (digit & 0xFF), 16);
  }

  static String text(byte[] bytes, int start, int end) {
    return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
  }

  private static int lower(byte letter) {
    return letter >= 'A' && letter <= 'Z' ? letter + ('a' - 'A') : letter;
  }
}
