package io.torrentinno.agent.resource;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Wakes those who wait until a resource is in another state. Safe for use by several threads. */
public final class StateChanges {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private volatile boolean ended;

  /** Some resource is in another state, or gone. */
  void tell() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Nobody waits from now on. */
  public void end() {
    ended = true;
    tell();
  }

  /**
   * Waits until something holds, for so long at most.
   *
   * @param condition changes only before {@link #tell} is called; what it throws ends the wait
   */
  public void await(BooleanSupplier condition, Duration most) {
    lock.lock();
    try {
      long left = most.toNanos();
      while (!ended && left > 0 && !condition.getAsBoolean()) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }
}
