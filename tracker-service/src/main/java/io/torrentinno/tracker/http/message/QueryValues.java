package io.torrentinno.tracker.http.message;

import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.PeerAddress;
import java.net.InetAddress;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Reads the parameters of a query one by one. Escapes stand for bytes. */
public final class QueryValues {
  private static final int SHORT_ID = 20;
  private static final int ESCAPE = 3;

  /** A range of bytes; never compared. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Span(byte[] bytes, int start, int end) {}

  private final byte[] bytes;
  private final int end;
  private int next;
  private int name;
  private int value;
  private int valueEnd;

  public QueryValues(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.next = start;
    this.end = end;
  }

  /** Moves to the next parameter; false when there is none. */
  public boolean next() {
    if (next >= end) {
      return false;
    }
    int ampersand = AsciiBytes.indexOf(bytes, next, end, '&');
    valueEnd = ampersand < 0 ? end : ampersand;
    int equals = AsciiBytes.indexOf(bytes, next, valueEnd, '=');
    name = next;
    value = equals < 0 ? valueEnd : equals + 1;
    next = valueEnd + 1;
    return true;
  }

  /** Whether the present parameter has that name. */
  public boolean is(byte[] wanted) {
    return value - 1 - name == wanted.length && AsciiBytes.startsWith(bytes, name, wanted);
  }

  /** The value as an id of 32 bytes; an id of 20 bytes gets zero bytes at its end. */
  public Bytes32 id(String what) throws HttpFault {
    byte[] id = new byte[Bytes32.LENGTH];
    int length = 0;
    int at = value;
    while (at < valueEnd && length < id.length) {
      int octet = escaped(at);
      if (octet < 0 && bytes[at] == '%') {
        throw new HttpFault(Problem.INVALID_FIELD, what + " has a broken escape");
      }
      id[length++] = octet < 0 ? bytes[at] : (byte) octet;
      at += octet < 0 ? 1 : ESCAPE;
    }
    if (at < valueEnd || (length != SHORT_ID && length != Bytes32.LENGTH)) {
      throw new HttpFault(Problem.INVALID_FIELD, what + " is not 20 or 32 bytes long");
    }
    return Bytes32.of(id, 0);
  }

  /**
   * The value as a number, as {@link AsciiBytes#number} reads it: negative when it is no number.
   */
  public long number() {
    Span plain = plain();
    return AsciiBytes.number(plain.bytes, plain.start, plain.end);
  }

  /** The value as an IPv4 or IPv6 address; null when it is no address. */
  public @Nullable InetAddress address() {
    try {
      return PeerAddress.parseIp(text());
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Whether the value is equal to {@code wanted}. */
  public boolean says(byte[] wanted) {
    Span plain = plain();
    return AsciiBytes.equal(plain.bytes, plain.start, plain.end, wanted);
  }

  /** The value as text. */
  public String text() {
    Span plain = plain();
    return AsciiBytes.text(plain.bytes, plain.start, plain.end);
  }

  /**
   * The value as a key of 32 bits: a number of up to eight hex digits or, for any other text, its
   * CRC-32C. So a client that sends the same number over UDP is known again.
   */
  public int key() {
    Span plain = plain();
    int length = plain.end - plain.start;
    int number = 0;
    for (int at = plain.start; at < plain.end; at++) {
      int digit = AsciiBytes.hex(plain.bytes[at]);
      if (digit < 0 || length > Integer.BYTES * 2) {
        CRC32C checksum = new CRC32C();
        checksum.update(plain.bytes, plain.start, length);
        return (int) checksum.getValue();
      }
      number = (number << 4) | digit;
    }
    return number;
  }

  /** The value without escapes; an invalid escape stays as it is. */
  private Span plain() {
    if (AsciiBytes.indexOf(bytes, value, valueEnd, '%') < 0) {
      return new Span(bytes, value, valueEnd);
    }
    byte[] plain = new byte[valueEnd - value];
    int length = 0;
    for (int at = value; at < valueEnd; length++) {
      int octet = escaped(at);
      plain[length] = octet < 0 ? bytes[at] : (byte) octet;
      at += octet < 0 ? 1 : ESCAPE;
    }
    return new Span(plain, 0, length);
  }

  /** The byte of the escape at this place; negative when there is no escape. */
  private int escaped(int at) {
    if (bytes[at] != '%' || at + ESCAPE > valueEnd) {
      return -1;
    }
    int high = AsciiBytes.hex(bytes[at + 1]);
    int low = AsciiBytes.hex(bytes[at + 2]);
    return high < 0 || low < 0 ? -1 : (high << 4) | low;
  }
}
