package io.torrentinno.agent.engine.peer;

import java.util.concurrent.TimeUnit;

/**
 * How many needless messages a peer may send: some cross ours and can't be helped, a flood can.
 * Fills up again with time.
 */
public final class MessageBudget {
  private static final double CAPACITY = 1000;
  private static final double PER_NANO = 100.0 / TimeUnit.SECONDS.toNanos(1);

  private double left = CAPACITY;
  private long filledAt;

  MessageBudget(long now) {
    filledAt = now;
  }

  /** A needless message came; false when that was one too many. */
  boolean charge(int messages, long now) {
    left = Math.min(CAPACITY, left + (now - filledAt) * PER_NANO) - messages;
    filledAt = now;
    return left >= 0;
  }
}
