package io.torrentinno.tracker.http;

import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.PeerAddress;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Steps through the parameters of a query, whose escapes stand for bytes, and reads values. */
final class QueryValues {
  private static final int SHORT_ID = 20;

  private final byte[] bytes;
  private final int end;
  private int next;
  private int name;
  private int value;
  private int valueEnd;

  QueryValues(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.next = start;
    this.end = end;
  }

  /** Moves to the next parameter; false when there is none. */
  boolean next() {
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
  boolean is(byte[] wanted) {
    return value - 1 - name == wanted.length && AsciiBytes.startsWith(bytes, name, wanted);
  }

  /** The value as an id of 32 bytes; one of 20 has zero bytes behind it. */
  Bytes32 id(String what) throws HttpFault {
    byte[] id = new byte[Bytes32.LENGTH];
    int length = 0;
    int at = value;
    while (at < valueEnd && length < id.length) {
      byte octet = bytes[at++];
      if (octet == '%') {
        int high = at + 1 < valueEnd ? AsciiBytes.hex(bytes[at]) : -1;
        int low = high < 0 ? -1 : AsciiBytes.hex(bytes[at + 1]);
        if (low < 0) {
          throw new HttpFault(Problem.INVALID_FIELD, what + " has a broken escape");
        }
        octet = (byte) ((high << 4) | low);
        at += 2;
      }
      id[length++] = octet;
    }
    if (at < valueEnd || (length != SHORT_ID && length != Bytes32.LENGTH)) {
      throw new HttpFault(Problem.INVALID_FIELD, what + " is not 20 or 32 bytes long");
    }
    return Bytes32.of(id, 0);
  }

  /** The value as a number, as {@link AsciiBytes#number} reads it: negative when it is none. */
  long number() {
    return AsciiBytes.number(bytes, value, valueEnd);
  }

  /** The value as an IPv4 or IPv6 address; null when it is none. */
  @Nullable InetAddress address() {
    try {
      return PeerAddress.parseIp(text().replace("%3A", ":").replace("%3a", ":"));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Whether the value is that. */
  boolean says(byte[] wanted) {
    return AsciiBytes.equal(bytes, value, valueEnd, wanted);
  }

  /** The value as it is written. */
  String text() {
    return AsciiBytes.text(bytes, value, valueEnd);
  }
}
