package io.torrentinno.tracker.http.message;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Looks at ranges of bytes as text, without making strings of them. */
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

  /** Whether {@code text} is what the range from {@code start} to {@code end} holds. */
  static boolean equal(byte[] bytes, int start, int end, byte[] text) {
    return end - start == text.length && startsWith(bytes, start, text);
  }

  /** Whether {@code text} lies at {@code start}; there must be as many bytes. */
  static boolean startsWith(byte[] bytes, int start, byte[] text) {
    for (int i = 0; i < text.length; i++) {
      if (bytes[start + i] != text[i]) {
        return false;
      }
    }
    return true;
  }

  /** As {@link #equal}, where {@code text} has no capital letters and the bytes may. */
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

  /** Whether {@code text}, which has no capital letters, lies anywhere in the range. */
  static boolean containsIgnoringCase(byte[] bytes, int start, int end, byte[] text) {
    for (int i = start; i <= end - text.length; i++) {
      if (equalIgnoringCase(bytes, i, i + text.length, text)) {
        return true;
      }
    }
    return false;
  }

  /** Where {@code wanted} is first, or -1. */
  static int indexOf(byte[] bytes, int start, int end, char wanted) {
    for (int i = start; i < end; i++) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  /**
   * The number that the range spells in decimal digits: -1 when it is none, {@link Long#MAX_VALUE}
   * when there are more than 18 digits.
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

  /** The value of a hex digit; -1 when it is none. */
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
