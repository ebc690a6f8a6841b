package io.torrentinno.agent.engine.manifest;

import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The time that the peers of each address have taken without a manifest. An address that has taken
 * less of it comes first, so strangers at one address delay the others by one turn at most. Holds
 * at most {@value #MAX_ADDRESSES} addresses and forgets the one that it has known for longest.
 */
final class SourceTurns {
  static final int MAX_ADDRESSES = 1024;

  /** How long the first peer of an address may take for a manifest; each one doubles it. */
  static final Duration FIRST_PATIENCE = Duration.ofSeconds(15);

  private static final Duration LAST_PATIENCE = Duration.ofHours(1);

  /** A turn counts for so much at least, in nanoseconds. */
  private static final long LEAST = TimeUnit.SECONDS.toNanos(1);

  /**
   * What the peers of an address have taken.
   *
   * @param nanos the time of their turns
   * @param slow turns that ended because they took too long
   */
  private record Taken(long nanos, int slow) {
    static final Taken NOTHING = new Taken(0, 0);
  }

  private final Map<InetAddress, Taken> addresses = new LinkedHashMap<>();

  /** Nanoseconds that turns of this address have taken. */
  long taken(InetAddress address) {
    return of(address).nanos;
  }

  /** How long the next peer of this address may take. */
  Duration patience(InetAddress address) {
    long first = FIRST_PATIENCE.toNanos();
    int doubled = Math.min(of(address).slow, 10);
    return Duration.ofNanos(Math.min(first << doubled, LAST_PATIENCE.toNanos()));
  }

  /**
   * A turn has brought no manifest.
   *
   * @param nanos how long it was
   * @param slow whether it ended because it took too long
   */
  void inVain(InetAddress address, long nanos, boolean slow) {
    Taken before = of(address);
    addresses.put(
        address, new Taken(before.nanos + Math.max(nanos, LEAST), before.slow + (slow ? 1 : 0)));
    if (addresses.size() > MAX_ADDRESSES) {
      addresses.remove(addresses.keySet().iterator().next());
    }
  }

  private Taken of(InetAddress address) {
    return addresses.getOrDefault(address, Taken.NOTHING);
  }
}
