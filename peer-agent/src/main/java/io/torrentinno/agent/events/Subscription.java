package io.torrentinno.agent.events;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One listener's place among the events. It holds none of them: who is slow costs nothing. For use
 * by one thread.
 */
public final class Subscription implements AutoCloseable {
  private final AgentEvents events;
  private final Semaphore news = new Semaphore(0);

  // All that follows is guarded by the events' lock.
  final EventFilter filter;

  /** What is to be delivered before all else. */
  Delivery.@Nullable Reset reset;

  /** The number of the first event that is wanted and not delivered; 0 when there is none. */
  long pending;

  /** The last tick whose progress is delivered. */
  int tick;

  private boolean called;

  Subscription(AgentEvents events, EventFilter filter) {
    this.events = events;
    this.filter = filter;
  }

  /**
   * Waits until there is something, for so long at most.
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

  /** Nothing is delivered any more. */
  @Override
  public void close() {
    events.remove(this);
  }

  /** Wakes the listener. Holds the events' lock. */
  void call() {
    if (!called) {
      called = true;
      news.release();
    }
  }

  /** Whether it was woken since it looked last. Holds the events' lock. */
  boolean isCalled() {
    return called;
  }

  /** The listener looks now. Holds the events' lock. */
  void answered() {
    called = false;
    news.drainPermits();
  }
}
