package io.torrentinno.tracker.udp;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The connection ids of BEP 15. They prove that a caller receives what is sent to its address. No
 * table is kept: an id is a keyed hash of the address and of the minute. So trackers with the same
 * key and about the same time accept each other's ids. The port is left out: NAT may change it, and
 * it proves nothing more. An id is valid for one to two minutes.
 */
public final class ConnectionIds {
  private static final long MINUTE = Duration.ofMinutes(1).toMillis();

  private final SipHash hash;
  private final LongSupplier millis;

  /**
   * Makes ids with a key.
   *
   * @param key {@value SipHash#KEY_BYTES} bytes
   * @param millis milliseconds, by a clock that all trackers with this key share
   */
  public ConnectionIds(byte[] key, LongSupplier millis) {
    this.hash = new SipHash(key);
    this.millis = millis;
  }

  /** The id of a caller that connects now. */
  long of(InetAddress address) {
    return of(address, minute());
  }

  /** Whether a caller at this address got this id within the last one to two minutes. */
  boolean isValid(long id, InetAddress address) {
    long minute = minute();
    return id == of(address, minute) || id == of(address, minute - 1);
  }

  private long of(InetAddress address, long minute) {
    byte[] bytes = address.getAddress();
    return hash.hash(
        ByteBuffer.allocate(bytes.length + Long.BYTES).put(bytes).putLong(minute).array());
  }

  private long minute() {
    return Math.floorDiv(millis.getAsLong(), MINUTE);
  }
}
