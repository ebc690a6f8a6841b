package io.torrentinno.agent.engine.peer;

import java.util.concurrent.TimeUnit;

/**
 * The number of needless messages that a peer may send. A few are unavoidable, because they cross
 * messages of this agent; a flood is not. The budget fills up again with time.
 */
public final class MessageBudget {
  private static final double CAPACITY = 1000;
  private static final double PER_NANO = 100.0 / TimeUnit.SECONDS.toNanos(1);

  private double left = CAPACITY;
  private long filledAt;

  MessageBudget(long now) {
    filledAt = now;
  }

  /** Charges needless messages; false when the budget is used up. */
  boolean charge(int messages, long now) {
    left = Math.min(CAPACITY, left + (now - filledAt) * PER_NANO) - messages;
    filledAt = now;
    return left >= 0;
  }
}
