package io.torrentinno.agent.simulation;

import java.util.PriorityQueue;

/** What is to happen when, and the clock that goes with it. Ties go to what was planned first. */
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

  /** Lets the next thing happen if it is due by {@code end}; otherwise the clock goes there. */
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
