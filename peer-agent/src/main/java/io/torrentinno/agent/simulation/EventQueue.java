package io.torrentinno.agent.simulation;

import java.util.PriorityQueue;

/**
 * The planned events, and the simulated clock. Of events at the same time, the one that was planned
 * first comes first.
 */
final class EventQueue {
  private record Task(long at, long order, Runnable action) implements Comparable<Task> {
    @Override
    public int compareTo(Task other) {
      return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
    }
  }

  private final PriorityQueue<Task> tasks = new PriorityQueue<>();
  private long planned;
  private long now;

  /** Nanoseconds since the simulation began. */
  long now() {
    return now;
  }

  void at(long nanos, Runnable action) {
    tasks.add(new Task(Math.max(nanos, now), planned++, action));
  }

  void after(long nanos, Runnable action) {
    at(now + nanos, action);
  }

  /** Runs the next event if it is due by {@code end}; otherwise sets the clock to {@code end}. */
  boolean step(long end) {
    Task next = tasks.peek();
    if (next == null || next.at() > end) {
      now = end;
      return false;
    }
    tasks.remove();
    now = next.at();
    next.action().run();
    return true;
  }
}
