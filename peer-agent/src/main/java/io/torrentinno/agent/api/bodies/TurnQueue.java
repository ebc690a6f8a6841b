package io.torrentinno.agent.api.bodies;

import io.torrentinno.agent.api.bodies.BodyRefused.Reason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Limits how many bodies are read at a time. A caller that has fewer turns comes first; requests of
 * equal callers get their turns in the order in which they ask. While a request waits, bodies must
 * arrive faster, and of those that are too slow, the slowest is ended. When none is too slow, a
 * caller that has at least two turns more than the one that waits loses its last turn, so that fast
 * bodies of one caller cannot keep out all others.
 */
final class TurnQueue {
  /** Limits waiting requests, because their connections are not free for others. */
  private static final int MOST_WAITING = 64;

  /** The time between two looks for a body that is too slow. */
  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final int most;
  private final ReentrantLock lock = new ReentrantLock();

  // Both guarded by lock.
  private final Set<Turn> taken = new LinkedHashSet<>();
  private final Queue<Turn> waiting = new ArrayDeque<>();

  TurnQueue(int most) {
    this.most = most;
  }

  /**
   * Waits for a turn, which the caller closes when the body has been read.
   *
   * @param caller whose body it is
   * @throws BodyRefused when no turn comes in time, or the highest number of requests waits already
   */
  Turn await(IncomingBody body, String caller, Duration maxWait) throws BodyRefused {
    Turn turn = new Turn(body, caller);
    lock.lock();
    try {
      if (waiting.size() < MOST_WAITING || displaceFor(caller)) {
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
    throw new BodyRefused(Reason.TOO_MANY, "too many other requests are under way");
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
      while (waiting.contains(turn) && left > 0) {
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
      Turn next = next();
      waiting.remove(next);
      taken.add(next);
      next.given.signal();
    }
  }

  /** The first one that waits among those of the callers with the fewest turns. */
  private Turn next() {
    return Collections.min(waiting, Comparator.comparingLong(turn -> countOf(taken, turn.caller)));
  }

  private static long countOf(Collection<Turn> turns, String caller) {
    return turns.stream().filter(turn -> turn.caller.equals(caller)).count();
  }

  /** The last turn of the caller with the most; null if it has less than two more than another. */
  private static @Nullable Turn surplus(Collection<Turn> turns, String other) {
    Turn last = null;
    long most = countOf(turns, other) + 2;
    for (Turn turn : turns) {
      long count = countOf(turns, turn.caller);
      if (count >= most) {
        last = turn;
        most = count;
      }
    }
    return last;
  }

  /** Refuses a request that waits, so that another caller's can wait; false if none has to go. */
  private boolean displaceFor(String caller) {
    Turn displaced = surplus(waiting, caller);
    if (displaced == null) {
      return false;
    }
    waiting.remove(displaced);
    displaced.given.signal();
    return true;
  }

  /**
   * Of the bodies that are too slow, the slowest ends; if none is, one of the caller that has the
   * most turns. Nothing happens when enough bodies end already.
   */
  private void makeRoom() {
    List<Turn> going = taken.stream().filter(turn -> !turn.ends).toList();
    if (taken.size() - going.size() >= waiting.size()) {
      return;
    }
    Turn slowest =
        going.stream()
            .map(turn -> new Late(turn, turn.body.nanosLate()))
            .filter(late -> late.nanos > 0)
            .max(Comparator.comparingLong(Late::nanos))
            .map(Late::turn)
            .orElse(null);
    Turn surplus = slowest == null ? surplus(going, next().caller) : null;
    if (slowest != null) {
      slowest.ends = slowest.body.giveWay();
    } else if (surplus != null) {
      surplus.ends = surplus.body.giveWayToOthers();
    }
  }

  private record Late(Turn turn, long nanos) {}

  /** The right to read a body. */
  final class Turn implements AutoCloseable {
    private final IncomingBody body;
    private final String caller;
    private final Condition given = lock.newCondition();

    /** Whether the body has made room; guarded by lock. */
    private boolean ends;

    private Turn(IncomingBody body, String caller) {
      this.body = body;
      this.caller = caller;
    }

    /** Gives the turn to another body; does nothing the second time. */
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
