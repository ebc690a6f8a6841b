package io.torrentinno.agent.events;

import java.util.ArrayList;
import java.util.List;

/** The last events, by their numbers. Not safe for use by several threads. */
final class EventRing {
  private final AgentEvent[] events;
  private final int[] ticks;
  private long last;

  /**
   * An empty ring.
   *
   * @param capacity how many events the ring keeps; a power of two
   */
  EventRing(int capacity) {
    if (Integer.bitCount(capacity) != 1) {
      throw new IllegalArgumentException("not a power of two: " + capacity);
    }
    events = new AgentEvent[capacity];
    ticks = new int[capacity];
  }

  /**
   * Adds an event, and drops the oldest one when the ring is full.
   *
   * @param tick the last tick before the event
   * @return the number of the event, one more than the number of the last event
   */
  long append(AgentEvent event, int tick) {
    last++;
    events[slot(last)] = event;
    ticks[slot(last)] = tick;
    return last;
  }

  /** The number of the last event; 0 when there was none. */
  long last() {
    return last;
  }

  /** The number of the oldest event in the ring; {@link #last} + 1 when there is none. */
  long first() {
    return Math.max(1, last - events.length + 1);
  }

  /** The last tick before an event in the ring. */
  int tickOf(long number) {
    return ticks[slot(number)];
  }

  /** An event in the ring. */
  AgentEvent get(long number) {
    return events[slot(number)];
  }

  /**
   * The number of the first event from {@code from} on that the filter wants; 0 if there is none.
   */
  long find(EventFilter filter, long from) {
    for (long number = from; number <= last; number++) {
      if (filter.wants(get(number))) {
        return number;
      }
    }
    return 0;
  }

  /** At most {@code most} events from {@code from} on that the filter wants. */
  List<NumberedEvent> read(EventFilter filter, long from, int most, String epoch) {
    List<NumberedEvent> found = new ArrayList<>();
    for (long number = from; number <= last && found.size() < most; number++) {
      AgentEvent event = get(number);
      if (filter.wants(event)) {
        found.add(new NumberedEvent(new EventId(epoch, number), event));
      }
    }
    return found;
  }

  private int slot(long number) {
    return (int) (number & (events.length - 1));
  }
}
