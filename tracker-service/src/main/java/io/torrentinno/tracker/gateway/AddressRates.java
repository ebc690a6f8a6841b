package io.torrentinno.tracker.gateway;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/**
 * Limits how often one address may announce, scrape, and call the control plane: an IPv4 address,
 * or the /64 of an IPv6 address. It uses the generic cell rate algorithm (ITU-T I.371): for each
 * address it keeps the time of its next request at the permitted rate, and refuses an address that
 * is ahead of that time by more than the burst. The table has a fixed size, needs no lock, and
 * forgets idle addresses. When there is no room for an address, its requests are admitted. Counts
 * refusals: {@code torrentinno.tracker.throttled}, by protocol.
 */
public final class AddressRates {
  /** The highest rate that can be counted. */
  public static final int MOST_PER_SECOND = 1_000_000;

  private static final int SLOTS = 1 << 18; // 2 MiB
  private static final int PROBES = 8; // 50,000 busy addresses hardly ever fill them
  private static final int TIME_BITS = 48; // microseconds: nine years
  private static final long TIME = (1L << TIME_BITS) - 1;

  // each has the time, and above it a part of the address's hash
  private final AtomicLongArray slots;
  private final LongSupplier nanoTime;
  private final long origin;
  private final long salt;
  private final long interval;
  private final long burst;
  private final EnumMap<AnnounceEndpoint, Counter> refused = new EnumMap<>(AnnounceEndpoint.class);
  private final Counter refusedOfControlPlane;

  /**
   * The limit of an address.
   *
   * @param perSecond requests a second, up to {@value #MOST_PER_SECOND}; 0 for no limit
   * @param burst by how much an address may be ahead of the rate
   */
  public record Limit(int perSecond, Duration burst) {
    public static final Limit NONE = new Limit(0, Duration.ZERO);
  }

  /**
   * A limiter that knows no address yet.
   *
   * @param nanoTime a clock that is never set, such as {@link System#nanoTime()}
   * @param salt makes it impossible for callers to choose addresses that share a place
   */
  public AddressRates(Limit limit, LongSupplier nanoTime, long salt, MeterRegistry registry) {
    this.nanoTime = nanoTime;
    this.origin = nanoTime.getAsLong();
    this.salt = salt;
    this.interval = limit.perSecond == 0 ? 0 : MOST_PER_SECOND / limit.perSecond;
    this.burst = limit.burst.toNanos() / 1_000;
    this.slots = new AtomicLongArray(interval == 0 ? 0 : SLOTS);
    for (AnnounceEndpoint endpoint : AnnounceEndpoint.values()) {
      refused.put(endpoint, refused(registry, endpoint.toString()));
    }
    refusedOfControlPlane = refused(registry, "management");
  }

  private static Counter refused(MeterRegistry registry, String protocol) {
    return Counter.builder("torrentinno.tracker.throttled")
        .description("Requests refused because their address sent too many")
        .tag("protocol", protocol)
        .register(registry);
  }

  /** Counts a request to the control plane, and returns whether it may be served. */
  public boolean admitsToControlPlane(InetAddress caller) {
    if (interval == 0 || admits(hash(caller))) {
      return true;
    }
    refusedOfControlPlane.increment();
    return false;
  }

  /** Counts a request, and returns whether it may be served. */
  public boolean admits(AnnounceEndpoint endpoint, InetAddress caller) {
    if (interval == 0 || admits(hash(caller))) {
      return true;
    }
    Objects.requireNonNull(refused.get(endpoint)).increment();
    return false;
  }

  /**
   * Counts further requests of an address. They may exceed the limit; the address then waits
   * longer.
   */
  public void charge(InetAddress caller, int requests) {
    if (interval == 0) {
      return;
    }
    long hash = hash(caller);
    long tag = hash & ~TIME;
    for (int probe = 0; probe < PROBES; probe++) {
      int place = (int) (hash + probe) & (SLOTS - 1);
      long slot = slots.get(place);
      while ((slot & ~TIME) == tag && (slot & TIME) != 0) {
        long seen = slots.compareAndExchange(place, slot, slot + requests * interval);
        if (seen == slot) {
          return;
        }
        slot = seen;
      }
    }
  }

  private boolean admits(long hash) {
    long now = (nanoTime.getAsLong() - origin) / 1_000;
    long tag = hash & ~TIME;
    int quiet = -1;
    for (int probe = 0; probe < PROBES; probe++) {
      int place = (int) (hash + probe) & (SLOTS - 1);
      long slot = slots.get(place);
      if ((slot & ~TIME) == tag && (slot & TIME) != 0) {
        return take(place, tag, now);
      }
      if (quiet < 0 && (slot & TIME) <= now) {
        quiet = place;
      }
    }
    return quiet < 0 || take(quiet, tag, now);
  }

  /** Another address may take the place at the same time. Then this request is not counted. */
  private boolean take(int place, long tag, long now) {
    long slot = slots.get(place);
    long due = (slot & ~TIME) == tag ? Math.max(slot & TIME, now) : now;
    while (due - now <= burst) {
      long seen = slots.compareAndExchange(place, slot, tag | (due + interval));
      if (seen == slot || (seen & ~TIME) != tag) {
        return true;
      }
      slot = seen;
      due = Math.max(slot & TIME, now);
    }
    return false;
  }

  private long hash(InetAddress address) {
    ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
    long value = address instanceof Inet4Address ? bytes.getInt() : bytes.getLong();
    // The finalizer of MurmurHash3.
    long mixed = value ^ salt;
    mixed = (mixed ^ (mixed >>> 33)) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ (mixed >>> 33);
  }
}
