package io.torrentinno.protocol.signature;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads the data types of RFC 4251, section 5, from an array. A length is never believed. */
final class SshReader {
  private final byte[] bytes;
  private int at;

  SshReader(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The next bytes. */
  byte[] take(int length) throws SshFormatException {
    if (length < 0 || length > bytes.length - at) {
      throw SshFormatException.malformed("cut off at byte " + at);
    }
    byte[] taken = Arrays.copyOfRange(bytes, at, at + length);
    at += length;
    return taken;
  }

  int uint32() throws SshFormatException {
    byte[] four = take(Integer.BYTES);
    return (four[0] & 0xFF) << 24
        | (four[1] & 0xFF) << 16
        | (four[2] & 0xFF) << 8
        | (four[3] & 0xFF);
  }

  /** A string of bytes; a length above 2³¹ is negative here, and so refused. */
  byte[] string() throws SshFormatException {
    return take(uint32());
  }

  /** A string of printable ASCII. */
  String text() throws SshFormatException {
    byte[] text = string();
    for (byte character : text) {
      if (character < ' ' || character > '~') {
        throw SshFormatException.malformed("a text is not ASCII");
      }
    }
    return new String(text, StandardCharsets.US_ASCII);
  }

  /** A whole number that is not negative, written as short as possible. */
  BigInteger mpint() throws SshFormatException {
    byte[] value = string();
    if (value.length == 0) {
      return BigInteger.ZERO;
    }
    boolean padded = value[0] == 0 && (value.length == 1 || value[1] >= 0);
    if (value[0] < 0 || padded) {
      throw SshFormatException.malformed("a number is negative or has leading zeros");
    }
    return new BigInteger(value);
  }

  /** The bytes that are left. */
  byte[] rest() {
    byte[] rest = Arrays.copyOfRange(bytes, at, bytes.length);
    at = bytes.length;
    return rest;
  }

  /** Refuses bytes behind what was read. */
  void end() throws SshFormatException {
    if (at != bytes.length) {
      throw SshFormatException.malformed((bytes.length - at) + " bytes too many");
    }
  }
}
