package io.torrentinno.tracker.store.redis;

import io.torrentinno.protocol.model.InfoHash;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The large swarms that many announce to, as far as there is memory to keep what was read of them;
 * those that nobody has asked for longest make room. Redis hears of announces a fifth of a second
 * after they were answered.
 */
final class BusySwarms implements AutoCloseable {
  private static final long DELAY_NANOS = Duration.ofMillis(200).toNanos();
  private static final long TICK_NANOS = Duration.ofMillis(10).toNanos();
  private static final long EMPTY_BYTES = 2_000; // of a swarm itself

  private final SequencedMap<InfoHash, BusySwarm> swarms = new LinkedHashMap<>(16, 0.75f, true);
  private final Queue<Awaited> awaited = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean isTicking = new AtomicBoolean();
  private final AtomicLong held = new AtomicLong();
  private final ScheduledExecutorService ticks =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("tracker-redis").factory());
  private final Lanes lanes;
  private final RedisMetrics metrics;
  private final LongSupplier nanoTime;
  private final Limits limits;

  /**
   * How much.
   *
   * @param bytes of the heap that they may take
   * @param peers that may live in a swarm
   */
  record Limits(long bytes, int peers) {}

  private record Awaited(BusySwarm swarm, long since) {}

  /** None yet. */
  BusySwarms(Lanes lanes, RedisMetrics metrics, LongSupplier nanoTime, Limits limits) {
    this.lanes = lanes;
    this.metrics = metrics;
    this.nanoTime = nanoTime;
    this.limits = limits;
    metrics.pools(held, limits.bytes);
  }

  /** Null when it is none of them, or all are closed. */
  @Nullable BusySwarm get(InfoHash swarm) {
    if (ticks.isShutdown()) {
      return null;
    }
    synchronized (swarms) {
      return swarms.get(swarm);
    }
  }

  /** Takes in what came of an announce to a large swarm that Redis was asked about. */
  void learn(Draw draw, Reply reply) {
    synchronized (swarms) {
      swarms
          .computeIfAbsent(
              draw.announce().swarm(),
              swarm -> {
                held.addAndGet(EMPTY_BYTES);
                return new BusySwarm(swarm, this);
              })
          .learn(draw, reply);
    }
    if (held.get() > limits.bytes) {
      wake();
    }
  }

  /** Whether there may be no place for another peer in a swarm with so many. */
  boolean mayBeFull(int peers) {
    return peers >= limits.peers;
  }

  /** Sends a request for one of them. */
  CompletableFuture<Reply> submit(Request request) {
    return lanes.submit(request);
  }

  /** So many announces were answered that Redis could then not be told of. */
  void unwritten(int announces) {
    metrics.unwritten(announces);
  }

  /** One has something that Redis is to be told soon. */
  void await(BusySwarm swarm, long now) {
    awaited.add(new Awaited(swarm, now));
    wake();
  }

  /** One holds more bytes than it did, or fewer. */
  void holdsMore(int bytes) {
    held.addAndGet(bytes);
  }

  private void wake() {
    if (isTicking.compareAndSet(false, true)) {
      ticks.schedule(this::tick, TICK_NANOS, TimeUnit.NANOSECONDS);
    }
  }

  private void tick() {
    try {
      long now = nanoTime.getAsLong();
      sendAwaited(now, now - DELAY_NANOS);
      makeRoom(now);
    } finally {
      isTicking.set(false);
      if (!awaited.isEmpty()) {
        wake();
      }
    }
  }

  private void sendAwaited(long now, long until) {
    for (Awaited first = awaited.peek();
        first != null && first.since - until <= 0;
        first = awaited.peek()) {
      awaited.remove();
      first.swarm.sendAwaited(now);
    }
  }

  private void makeRoom(long now) {
    while (held.get() > limits.bytes) {
      BusySwarm eldest;
      synchronized (swarms) {
        Map.Entry<InfoHash, BusySwarm> entry = swarms.pollFirstEntry();
        if (entry == null) {
          return;
        }
        eldest = entry.getValue();
      }
      eldest.close(now);
      held.addAndGet(-EMPTY_BYTES);
    }
  }

  /** Tells Redis what it was not told yet, and waits until it has heard, or for a second. */
  @Override
  public void close() {
    ticks.shutdown();
    long now = nanoTime.getAsLong();
    CompletableFuture.allOf(
            awaited.stream()
                .map(last -> last.swarm.sendAwaited(now))
                .toArray(CompletableFuture[]::new))
        .completeOnTimeout(null, 1, TimeUnit.SECONDS)
        .exceptionally(_ -> null) // those are counted
        .join();
  }
}
