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
 * Limits how often one address may ask: an IPv4 address, or the /64 that an IPv6 address is in. The
 * generic cell rate algorithm (ITU-T I.371): for each address it keeps the time at which it would
 * ask next at the permitted rate, and refuses whoever is ahead of that by more than the burst. The
 * table has a fixed size, takes no lock, and forgets addresses that have been quiet. When very many
 * are not, the ones that find no place are let pass. Counts refusals: {@code
 * torrentinno.tracker.throttled}, by endpoint.
 */
public final class AddressRates {
  /** The fastest that it can count. */
  public static final int MOST_PER_SECOND = 1_000_000;

  private static final int SLOTS = 1 << 18; // 2 MiB
  private static final int PROBES = 8; // fifty thousand busy addresses hardly ever fill them
  private static final int TIME_BITS = 48; // microseconds: nine years
  private static final long TIME = (1L << TIME_BITS) - 1;

  private final AtomicLongArray slots; // a part of the address's hash above the time
  private final LongSupplier nanoTime;
  private final long origin;
  private final long salt;
  private final long interval;
  private final long burst;
  private final EnumMap<AnnounceEndpoint, Counter> refused = new EnumMap<>(AnnounceEndpoint.class);

  /**
   * What an address may do.
   *
   * @param perSecond requests a second, up to {@value #MOST_PER_SECOND}; 0 for as many as it likes
   * @param burst how much of its time an address that was quiet may use at once
   */
  public record Limit(int perSecond, Duration burst) {
    /** No limit at all. */
    public static final Limit NONE = new Limit(0, Duration.ZERO);
  }

  /**
   * Knows no address yet.
   *
   * @param nanoTime as {@link System#nanoTime()}
   * @param salt keeps callers from choosing which addresses share a place
   */
  public AddressRates(Limit limit, LongSupplier nanoTime, long salt, MeterRegistry registry) {
    this.nanoTime = nanoTime;
    this.origin = nanoTime.getAsLong();
    this.salt = salt;
    this.interval = limit.perSecond == 0 ? 0 : MOST_PER_SECOND / limit.perSecond;
    this.burst = limit.burst.toNanos() / 1_000;
    this.slots = new AtomicLongArray(interval == 0 ? 0 : SLOTS);
    for (AnnounceEndpoint endpoint : AnnounceEndpoint.values()) {
      refused.put(
          endpoint,
          Counter.builder("torrentinno.tracker.throttled")
              .description("Requests refused since their address asked too often")
              .tag("door", endpoint.toString())
              .register(registry));
    }
  }

  /** Counts a request, and says whether it may be served. */
  public boolean admits(AnnounceEndpoint endpoint, InetAddress caller) {
    if (interval == 0 || admits(hash(caller))) {
      return true;
    }
    Objects.requireNonNull(refused.get(endpoint)).increment();
    return false;
  }

  /**
   * Takes the time of further requests from an address, which has none left for a while when they
   * are more than it may make.
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

  /** Another address may take the place at the same time: then this one has passed uncounted. */
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
