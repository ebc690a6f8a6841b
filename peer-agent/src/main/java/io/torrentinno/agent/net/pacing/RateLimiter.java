package io.torrentinno.agent.net.pacing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/**
 * Limits how fast an agent sends, or receives. It has a token bucket for the agent and one for each
 * resource; a byte needs a token of both. Connections that have to wait are served in turns of
 * equal size. Safe for use by several threads.
 */
public final class RateLimiter {
  /** The time between two looks at the waiting connections. */
  public static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private static final int MIN_PORTION = 4 << 10;
  private static final int MAX_PORTION = 256 << 10;

  /** From 1 MB/s upwards, a block of 256 KiB is sent in one turn. */
  private static final int TURNS_PER_SECOND = 3;

  private static final int READS_PER_SECOND = 64;

  private final LongSupplier clock;
  private final Executor nextTick;
  private volatile long rate;

  // All guarded by this object, as are the buckets of resources and the wishes of flows.
  private final TokenBucket bucket = new TokenBucket();
  private final Deque<Flow> waiting = new ArrayDeque<>();
  private boolean ticking;

  /**
   * A limiter without a limit.
   *
   * @param clock nanoseconds, never less than before
   * @param nextTick runs a task {@link #TICK_NANOS} later
   */
  public RateLimiter(LongSupplier clock, Executor nextTick) {
    this.clock = clock;
    this.nextTick = nextTick;
  }

  /** Bytes per second of all resources together; 0: no limit. */
  public long limit() {
    return rate;
  }

  /** Sets {@link #limit()} from now on. */
  public void limit(long bytesPerSecond) {
    synchronized (this) {
      rate = bytesPerSecond;
      bucket.limit(bytesPerSecond, clock.getAsLong());
    }
    grant();
  }

  /** A new limit of one resource, which limits nothing yet. */
  public ResourceLimit resource() {
    return new ResourceLimit();
  }

  /** Gives the available bytes to the connections that wait. */
  private void grant() {
    List<Flow> granted = new ArrayList<>();
    synchronized (this) {
      long now = clock.getAsLong();
      Deque<Flow> held = new ArrayDeque<>();
      while (!waiting.isEmpty() && bucket.available(Long.MAX_VALUE, now) > 0) {
        Flow flow = waiting.remove();
        boolean first = flow.granted == 0;
        flow.take(now);
        if (first && flow.granted > 0) {
          granted.add(flow);
        }
        flow.waitOn(held);
      }
      while (!held.isEmpty()) {
        waiting.addFirst(held.removeLast());
      }
      tickLater();
    }
    granted.forEach(Flow::deliverSoon);
  }

  private void tickLater() {
    if (!ticking && !waiting.isEmpty()) {
      ticking = true;
      nextTick.execute(this::tick);
    }
  }

  private void tick() {
    synchronized (this) {
      ticking = false;
    }
    grant();
  }

  /** The part of one resource in the limiter. */
  public final class ResourceLimit {
    private final TokenBucket own = new TokenBucket();
    private volatile long ownRate;

    private ResourceLimit() {}

    /** Bytes per second of this resource; 0: only the agent's limit. */
    public long limit() {
      return ownRate;
    }

    /** Sets {@link #limit()} from now on. */
    public void limit(long bytesPerSecond) {
      synchronized (RateLimiter.this) {
        ownRate = bytesPerSecond;
        own.limit(bytesPerSecond, clock.getAsLong());
      }
      grant();
    }

    /** Whether a limit applies, of the agent or of the resource. */
    boolean isLimited() {
      return rate > 0 || ownRate > 0;
    }

    /**
     * How many bytes to read at a time: few compared with the limit, because each connection has
     * some.
     */
    int readSize() {
      return portion(READS_PER_SECOND);
    }

    /** The most bytes of one connection before the next one's turn. */
    private int turn() {
      return portion(TURNS_PER_SECOND);
    }

    private int portion(int perSecond) {
      long agents = rate > 0 ? rate : Long.MAX_VALUE;
      long resources = ownRate > 0 ? ownRate : Long.MAX_VALUE;
      return Math.clamp(Math.min(agents, resources) / perSecond, MIN_PORTION, MAX_PORTION);
    }

    /**
     * A connection's place in the queue.
     *
     * @param executor where {@code grants} is called
     * @param grants receives how many bytes may pass
     */
    Flow flow(Executor executor, IntConsumer grants) {
      return new Flow(this, executor, grants);
    }
  }

  /** One connection that waits for its turns. */
  final class Flow {
    private final ResourceLimit resource;
    private final Executor executor;
    private final IntConsumer grants;

    // All guarded by the limiter.
    private long wanted;
    private boolean queued;
    private long turn;
    private int granted;
    private boolean closed;

    private Flow(ResourceLimit resource, Executor executor, IntConsumer grants) {
      this.resource = resource;
      this.executor = executor;
      this.grants = grants;
    }

    /** Asks for this many bytes, including bytes that were granted and are not delivered yet. */
    void want(long bytes) {
      synchronized (RateLimiter.this) {
        if (closed) {
          return;
        }
        wanted = Math.max(0, bytes - granted);
        if (!queued) {
          queued = true;
          turn = resource.turn();
          waiting.add(this);
        }
      }
      grant();
    }

    /** Asks for nothing and receives no grants any more. */
    void close() {
      synchronized (RateLimiter.this) {
        closed = true;
        wanted = 0;
        waiting.remove(this);
      }
    }

    private void take(long now) {
      long most = Math.min(wanted, Math.min(turn, Integer.MAX_VALUE - granted));
      long taken = Math.min(bucket.available(most, now), resource.own.available(most, now));
      bucket.take(taken);
      resource.own.take(taken);
      wanted -= taken;
      turn -= taken;
      granted += (int) taken;
    }

    /** Goes to the end of the queue after its turn; otherwise keeps its place. */
    private void waitOn(Deque<Flow> places) {
      queued = wanted > 0;
      if (queued && turn > 0) {
        places.add(this);
      } else if (queued) {
        turn = resource.turn();
        waiting.add(this);
      }
    }

    private void deliverSoon() {
      executor.execute(this::deliver);
    }

    private void deliver() {
      int bytes;
      synchronized (RateLimiter.this) {
        bytes = closed ? 0 : granted;
        granted = 0;
      }
      if (bytes > 0) {
        grants.accept(bytes);
      }
    }
  }
}
