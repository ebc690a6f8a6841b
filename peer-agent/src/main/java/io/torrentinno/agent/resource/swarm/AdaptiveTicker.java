package io.torrentinno.agent.resource.swarm;

import io.netty.channel.EventLoop;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Ticks as often as there is something to do: thousands of resources that nobody asks for cost
 * nothing. All calls are made on the event loop that it ticks on.
 */
final class AdaptiveTicker {
  /** What a tick leaves to be done. */
  enum Pace {
    /** Peers are connected. */
    BUSY(250),
    /** Peers are looked for. */
    SEEKING(1000),
    /** Nothing, until the next call of {@link #quicken}. */
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

  /** During a tick, which decides what comes next, and for good after {@link #stop}. */
  private boolean deaf;

  private boolean stopped;

  /**
   * One that does not tick yet.
   *
   * @param tick what is done each time; says what comes after it
   */
  AdaptiveTicker(EventLoop loop, Supplier<Pace> tick) {
    this.loop = loop;
    this.tick = tick;
  }

  /** Ticks at this pace at least from now on, until a tick says otherwise. */
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
