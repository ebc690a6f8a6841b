package io.torrentinno.agent.resource.swarm;

import io.netty.channel.EventLoop;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Ticks often while there is something to do, and never while a resource is idle, so that thousands
 * of idle resources cost nothing. All calls are made on the event loop of the ticks.
 */
final class AdaptiveTicker {
  /** The time until the next tick. */
  enum Pace {
    /** Peers are connected. */
    BUSY(250),
    /** Peers are looked for. */
    SEEKING(1000),
    /** No tick before the next call of {@link #quicken}. */
    IDLE(0);

    private final long millis;

    Pace(long millis) {
      this.millis = millis;
    }
  }

  private final EventLoop loop;
  private final Supplier<Pace> tick;
  private Pace pace = Pace.IDLE;
  private @Nullable ScheduledFuture<?> next;

  /**
   * Whether {@link #quicken} has no effect: during a tick, which chooses the pace itself, and after
   * {@link #stop}.
   */
  private boolean deaf;

  private boolean stopped;

  /**
   * A ticker that does not tick yet.
   *
   * @param tick called each time; returns the next pace
   */
  AdaptiveTicker(EventLoop loop, Supplier<Pace> tick) {
    this.loop = loop;
    this.tick = tick;
  }

  /** Ticks at least at this pace, until a tick chooses another one. */
  void quicken(Pace least) {
    if (!deaf && least.compareTo(pace) < 0) {
      schedule(least);
    }
  }

  void stop() {
    stopped = true;
    deaf = true;
    schedule(Pace.IDLE);
  }

  private void beat() {
    deaf = true;
    Pace following = tick.get();
    deaf = stopped;
    schedule(stopped ? Pace.IDLE : following);
  }

  private void schedule(Pace wanted) {
    if (next != null) {
      next.cancel(false);
    }
    pace = wanted;
    next =
        wanted == Pace.IDLE
            ? null
            : loop.schedule(this::beat, wanted.millis, TimeUnit.MILLISECONDS);
  }
}
