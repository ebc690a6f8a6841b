package io.torrentinno.agent.security;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Limits how many wrong tokens one address may send: {@link #BURST} at once, and one more every
 * three seconds. Beyond that, the answer does not give the reason. Right tokens are always
 * accepted: others may share the address. Knows the {@link #ADDRESSES} that failed last. For any
 * thread.
 */
final class FailedAttempts {
  static final int BURST = 20;
  static final int ADDRESSES = 4096;
  private static final long PAUSE = TimeUnit.SECONDS.toNanos(3);

  private final LongSupplier nanoTime;

  /** When the failures of an address are forgotten; each one adds a pause. */
  private final Map<String, Long> until =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > ADDRESSES;
        }
      };

  FailedAttempts(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Whether an address may send a wrong token now. */
  synchronized boolean mayTry(String address) {
    Long end = until.get(network(address));
    return end == null || end - nanoTime.getAsLong() <= (BURST - 1) * PAUSE;
  }

  synchronized void failed(String address) {
    long now = nanoTime.getAsLong();
    Long end = until.get(network(address));
    until.put(network(address), (end == null || end - now < 0 ? now : end) + PAUSE);
  }

  /** The /64 of an IPv6 address, because one caller may have all of that. */
  private static String network(String address) {
    try {
      byte[] bytes = InetAddress.ofLiteral(address).getAddress();
      return HexFormat.of().formatHex(Arrays.copyOf(bytes, Math.min(bytes.length, Long.BYTES)));
    } catch (IllegalArgumentException e) {
      return "unknown";
    }
  }
}
