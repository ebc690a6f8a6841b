package io.torrentinno.agent.net.admission;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts the connections of an agent and keeps them within the {@link ConnectionLimits}. When all
 * places are taken, a connection on which no block was exchanged for a minute makes room. If there
 * is none, a newcomer from an address that has fewer places takes a place of the address that has
 * most. Safe for use by several threads.
 */
public final class Admission {
  /** A connection without a block for this many nanoseconds may have to make room. */
  static final long IDLE = TimeUnit.MINUTES.toNanos(1);

  /** Where no idle place was found, none is looked for during this time. */
  private static final long LOOK_EVERY = TimeUnit.SECONDS.toNanos(1);

  private static final AttributeKey<Place> PLACE = AttributeKey.valueOf(Admission.class, "place");

  private final ConnectionLimits limits;
  private final PendingHandshakes pending;
  private final LongSupplier clock;
  private final LongAdder refused = new LongAdder();

  // All guarded by this.
  private final Map<Channel, Place> places = new HashMap<>();
  private final Map<InetAddress, Integer> perAddress = new HashMap<>();
  private long lookAgainAt;

  /** An agent without connections. */
  public Admission(ConnectionLimits limits) {
    this(limits, System::nanoTime);
  }

  Admission(ConnectionLimits limits, LongSupplier clock) {
    this.limits = limits;
    this.clock = clock;
    pending = new PendingHandshakes(limits.pending());
    lookAgainAt = clock.getAsLong();
  }

  /** Connections that have passed the handshake. */
  public synchronized int established() {
    return places.size();
  }

  /** Inbound connections that have not passed the handshake. */
  public int pending() {
    return pending.count();
  }

  /**
   * Connections that were closed, before or after their handshake, because all places were taken.
   */
  public long refused() {
    return refused.sum() + pending.displaced();
  }

  /** A caller has connected. */
  public void accepted(Channel channel) {
    pending.began(channel, remote(channel));
    channel.closeFuture().addListener(_ -> pending.ended(channel));
  }

  /** The handshake is valid: counts the connection until it closes; false if there is no room. */
  public boolean admits(Channel channel) {
    InetAddress remote = remote(channel);
    Channel displaced = null;
    synchronized (this) {
      if (!hasRoom(remote)) {
        displaced = leastUsed(remote);
        if (displaced == null) {
          refused.increment();
          return false;
        }
        left(displaced);
      }
      Place place = new Place(remote, clock);
      channel.attr(PLACE).set(place);
      places.put(channel, place);
      perAddress.merge(remote, 1, Integer::sum);
    }
    if (displaced != null) {
      refused.increment();
      displaced.close();
    }
    pending.ended(channel);
    channel.closeFuture().addListener(_ -> left(channel));
    return true;
  }

  /** A block was sent or received on a connection, if it was admitted here. */
  public static void used(Channel channel) {
    Place place = channel.attr(PLACE).get();
    if (place != null) {
      place.used();
    }
  }

  private boolean hasRoom(InetAddress remote) {
    return places.size() < limits.total() && at(remote) < limits.perAddress();
  }

  private int at(InetAddress remote) {
    return perAddress.getOrDefault(remote, 0);
  }

  /**
   * The connection that makes room for one from {@code remote}; null if that one has to stay out.
   */
  private @Nullable Channel leastUsed(InetAddress remote) {
    long now = clock.getAsLong();
    boolean ownIsFull = at(remote) >= limits.perAddress();
    int most = Collections.max(perAddress.values());
    boolean takesFromMost = !ownIsFull && most > at(remote) + 1;
    if (!takesFromMost && now - lookAgainAt < 0) {
      return null;
    }
    Channel found =
        places.entrySet().stream()
            .filter(entry -> !ownIsFull || entry.getValue().remote.equals(remote))
            .filter(entry ->
                takesFromMost
                    ? at(entry.getValue().remote) == most
                    : now - entry.getValue().usedAt >= IDLE)
            .min(Comparator.comparingLong(entry -> entry.getValue().usedAt - now))
            .map(Map.Entry::getKey)
            .orElse(null);
    if (found == null) {
      lookAgainAt = now + LOOK_EVERY;
    }
    return found;
  }

  private synchronized void left(Channel channel) {
    Place place = places.remove(channel);
    if (place != null) {
      perAddress.computeIfPresent(place.remote, (_, count) -> count == 1 ? null : count - 1);
    }
  }

  private static InetAddress remote(Channel channel) {
    return channel.remoteAddress() instanceof InetSocketAddress remote
        ? remote.getAddress()
        : InetAddress.getLoopbackAddress(); // it was closed before its address was read
  }

  /** An admitted connection. */
  private static final class Place {
    final InetAddress remote;
    private final LongSupplier clock;
    volatile long usedAt;

    Place(InetAddress remote, LongSupplier clock) {
      this.remote = remote;
      this.clock = clock;
      usedAt = clock.getAsLong();
    }

    void used() {
      usedAt = clock.getAsLong();
    }
  }
}
