package io.torrentinno.agent.events;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The position of a listener among the events. It keeps no events, so a slow listener takes no
 * memory. For use by one thread.
 */
public final class Subscription implements AutoCloseable {
  private final AgentEvents events;
  private final Semaphore news = new Semaphore(0);

  // The fields below are guarded by the lock of the events.
  final EventFilter filter;

  /** A reset that is delivered first; null for none. */
  Delivery.@Nullable Reset reset;

  /** The number of the first wanted event that has not been delivered; 0 when there is none. */
  long pending;

  /** The last tick whose progress has been delivered. */
  int tick;

  private boolean called;

  Subscription(AgentEvents events, EventFilter filter) {
    this.events = events;
    this.filter = filter;
  }

  /**
   * Waits for a delivery, for at most this time.
   *
   * @throws InterruptedException when the thread is interrupted while it waits
   */
  public Delivery next(Duration most) throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    while (true) {
      Delivery found = events.poll(this);
      if (!(found instanceof Delivery.Nothing)
          || !news.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        return found;
      }
    }
  }

  /** Ends the subscription: nothing is delivered any more. */
  @Override
  public void close() {
    events.remove(this);
  }

  /** Wakes the listener. The caller holds the lock of the events. */
  void call() {
    if (!called) {
      called = true;
      news.release();
    }
  }

  /** Whether the listener was woken after its last {@link #answered}. The caller holds the lock. */
  boolean isCalled() {
    return called;
  }

  /** Records that the listener looks for events now. The caller holds the lock of the events. */
  void answered() {
    called = false;
    news.drainPermits();
  }
}
