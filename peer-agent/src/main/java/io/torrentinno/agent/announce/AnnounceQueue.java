package io.torrentinno.agent.announce;

import io.torrentinno.agent.announce.AnnounceSender.Turn;
import io.torrentinno.protocol.announce.AnnounceEvent;
import io.torrentinno.protocol.announce.batch.BatchRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * All announces to one tracker, in the order in which they are due. Announces that are due go out
 * together with those that are due soon. All methods except {@link #run} are called by the queue's
 * thread.
 */
final class AnnounceQueue {
  /**
   * While announces are under way, others that become due wait for each other for at most this
   * time.
   */
  private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final ScheduledExecutorService thread;
  private final AnnounceSender sender;
  private final RandomGenerator random;
  private final TreeMap<Place, Announcer> waiting = new TreeMap<>();
  private final List<Announcer> leaving = new ArrayList<>();
  private @Nullable Future<?> alarm;
  private long alarmAt;
  private long flushedAt;
  private long lastPlace;
  private int underWay;
  private boolean closed;

  /**
   * A place in the queue.
   *
   * @param dueAt by {@link System#nanoTime}
   * @param number different for each place
   */
  record Place(long dueAt, long number) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      long later = dueAt - other.dueAt;
      return later == 0 ? Long.compare(number, other.number) : Long.signum(later);
    }
  }

  /** An empty queue. All of its tasks run on {@code thread}. */
  AnnounceQueue(ScheduledExecutorService thread, AnnounceSender sender, RandomGenerator random) {
    this.thread = thread;
    this.sender = sender;
    this.random = random;
    flushedAt = System.nanoTime() - GATHER_NANOS;
  }

  /**
   * Runs a task on the queue's thread; false when that thread has ended. May be called by any
   * thread.
   */
  boolean run(Runnable task) {
    try {
      thread.execute(task);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  /** Whether announcers may still be started. */
  boolean isOpen() {
    return !closed;
  }

  /** Adds an announcer that waits until its time. */
  Place add(Announcer announcer, long dueAt) {
    Place place = new Place(dueAt, ++lastPlace);
    waiting.put(place, announcer);
    setAlarm();
    return place;
  }

  /** Removes an announcer that waits; null: it does not wait. */
  void remove(@Nullable Place place) {
    if (place != null) {
      waiting.remove(place);
    }
  }

  /** Announces that a peer leaves. */
  void leave(Announcer announcer) {
    leaving.add(announcer);
    setAlarm();
  }

  /**
   * Stops all announcers that wait; one request announces hundreds of them. Announcers whose
   * announce is under way stop by themselves.
   */
  void close() {
    closed = true;
    List.copyOf(waiting.values()).forEach(Announcer::leave);
  }

  /**
   * An alarm that comes too early does no harm. It saves setting the alarm again for each
   * announcer.
   */
  private void setAlarm() {
    if (leaving.isEmpty() && waiting.isEmpty()) {
      return;
    }
    long now = System.nanoTime();
    long due = leaving.isEmpty() ? waiting.firstKey().dueAt : now;
    long soonest = underWay > 0 ? flushedAt + GATHER_NANOS : now;
    long at = due - soonest < 0 ? soonest : due;
    if (alarm == null || at - alarmAt < 0) {
      if (alarm != null) {
        alarm.cancel(false);
      }
      alarmAt = at;
      alarm = thread.schedule(this::flush, Math.max(0, at - now), TimeUnit.NANOSECONDS);
    }
  }

  /** Sends the announces that are due. */
  private void flush() {
    alarm = null;
    flushedAt = System.nanoTime();
    List<Turn> good = new ArrayList<>();
    leaving.forEach(announcer -> good.add(new Turn(announcer, AnnounceEvent.STOPPED, false)));
    leaving.clear();
    List<Turn> due = new ArrayList<>();
    boolean renews = false;
    while (isDue(flushedAt, 0)) {
      renews |= waiting.firstEntry().getValue().slack() > 0;
      due.add(begin());
    }
    while (renews
        && due.size() % BatchRequest.MAX_ENTRIES != 0
        && sender.sendsBatches()
        && isDue(flushedAt, firstSlack())) {
      due.add(begin());
    }
    send(good, this::haveLeft);
    send(due, this::ended);
    setAlarm();
  }

  private boolean isDue(long now, long slack) {
    return !waiting.isEmpty() && waiting.firstKey().dueAt - slack - now <= 0;
  }

  private long firstSlack() {
    return waiting.isEmpty() ? 0 : waiting.firstEntry().getValue().slack();
  }

  private Turn begin() {
    Map.Entry<Place, Announcer> first = waiting.pollFirstEntry();
    Announcer announcer = first.getValue();
    return new Turn(announcer, announcer.begin(), announcer.isUnlisted());
  }

  private void send(List<Turn> turns, AnnounceSender.Results results) {
    underWay += turns.size();
    for (int from = 0; from < turns.size(); from += BatchRequest.MAX_ENTRIES) {
      int to = Math.min(turns.size(), from + BatchRequest.MAX_ENTRIES);
      sender.send(
          List.copyOf(turns.subList(from, to)),
          (some, ended) ->
              run(() -> {
                underWay -= some.size();
                results.ended(some, ended);
                setAlarm();
              }));
    }
  }

  private void ended(List<Turn> turns, List<AnnounceResult> results) {
    long now = System.nanoTime();
    double share = random.nextDouble(AnnounceSchedule.LEAST_SHARE, 1);
    for (int i = 0; i < turns.size(); i++) {
      Announcer announcer = turns.get(i).announcer();
      announcer.ended(results.get(i), now, share);
      if (closed) {
        announcer.leave();
      }
    }
  }

  private void haveLeft(List<Turn> turns, List<AnnounceResult> results) {
    turns.forEach(turn -> turn.announcer().hasLeft());
  }
}
