package io.torrentinno.agent.api.bodies;

import io.torrentinno.agent.api.bodies.BodyRefused.Reason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets a number of bodies be read at a time, in the order in which the requests ask. While a
 * request waits, bodies must come faster, and the slowest of those that do not is ended.
 */
final class TurnQueue {
  /** Connections that wait here are not there for others. */
  private static final int MOST_WAITING = 64;

  /** Between two looks for a body that makes room. */
  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final int most;
  private final ReentrantLock lock = new ReentrantLock();

  // Both guarded by lock.
  private final Set<Turn> taken = new HashSet<>();
  private final Queue<Turn> waiting = new ArrayDeque<>();

  TurnQueue(int most) {
    this.most = most;
  }

  /**
   * Waits for a turn, which the caller closes when the body has been read.
   *
   * @throws BodyRefused when none comes in time, or as many wait already
   */
  Turn await(IncomingBody body, Duration maxWait) throws BodyRefused {
    Turn turn = new Turn(body);
    lock.lock();
    try {
      if (waiting.size() < MOST_WAITING) {
        waiting.add(turn);
        giveFreeTurns();
        awaitTurn(turn, System.nanoTime() + maxWait.toNanos());
      }
      if (taken.contains(turn)) {
        return turn;
      }
    } finally {
      waiting.remove(turn);
      lock.unlock();
    }
    throw new BodyRefused(Reason.TOO_MANY, "as many other requests as it takes at a time");
  }

  /** How many requests wait. */
  int waiting() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  /** Returns when a body has its turn, at the deadline, or when the thread is interrupted. */
  private void awaitTurn(Turn turn, long deadline) {
    try {
      long left = deadline - System.nanoTime();
      while (!taken.contains(turn) && left > 0) {
        makeRoom();
        boolean _ = turn.given.await(Math.min(left, STEP_NANOS), TimeUnit.NANOSECONDS);
        left = deadline - System.nanoTime();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void giveFreeTurns() {
    while (taken.size() < most && !waiting.isEmpty()) {
      Turn next = waiting.remove();
      taken.add(next);
      next.given.signal();
    }
  }

  /** Of the bodies that are too slow, the slowest ends, unless enough of them end already. */
  private void makeRoom() {
    long ending = taken.stream().filter(turn -> turn.ends).count();
    if (ending < waiting.size()) {
      taken.stream()
          .filter(turn -> !turn.ends)
          .map(turn -> new Late(turn, turn.body.nanosLate()))
          .filter(late -> late.nanos > 0)
          .max(Comparator.comparingLong(Late::nanos))
          .ifPresent(late -> late.turn.ends = late.turn.body.giveWay());
    }
  }

  private record Late(Turn turn, long nanos) {}

  /** The right to read a body. */
  final class Turn implements AutoCloseable {
    private final IncomingBody body;
    private final Condition given = lock.newCondition();

    /** Whether the body has made room; guarded by lock. */
    private boolean ends;

    private Turn(IncomingBody body) {
      this.body = body;
    }

    /** Lets another have it; does nothing the second time. */
    @Override
    public void close() {
      lock.lock();
      try {
        if (taken.remove(this)) {
          giveFreeTurns();
        }
      } finally {
        lock.unlock();
      }
    }
  }
}
