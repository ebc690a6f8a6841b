package io.torrentinno.tracker.store.redis;

import io.torrentinno.tracker.store.redis.Change.Member;
import io.torrentinno.tracker.store.redis.Change.Pending;
import io.torrentinno.tracker.store.redis.Change.UnderWay;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The changes that this tracker has to write to one stream, and those that it has written and not
 * read back. {@link #add}, {@link #underWay}, {@link #postpone} and {@link #takeBack} are for any
 * thread, all other methods for the thread of the log.
 */
final class Outbox {
  private static final int MOST_WAITING = 40_000;
  private static final int MOST_POSTPONED = 100_000;
  private static final int MOST_CHANGES_IN_AN_ENTRY = 200;
  private static final int MOST_ENTRIES_WRITTEN = 16;
  private static final int[] FAMILIES = {0, 4, 16}; // bytes of an address; 0 stands for both

  private final int writer = ThreadLocalRandom.current().nextInt();
  private final Queue<Pending> waiting = new ConcurrentLinkedQueue<>(); // to be written next
  private final AtomicInteger waitingCount = new AtomicInteger();
  private volatile boolean overflows;

  /** Changes that were applied without the log: the last one of each peer, the oldest first. */
  private final LinkedHashMap<Member, Pending> postponed = new LinkedHashMap<>();

  private final Deque<Pending> due = new ArrayDeque<>(); // postponed, and now written first
  private final Deque<Entry> sent = new ArrayDeque<>(); // written and not read back, oldest first
  private int sequence;
  private boolean heartbeatDue;

  /** The announces in {@code waiting}, {@code due} and {@code sent}. */
  private final UnderWay underWay = new UnderWay();

  /** An entry that was written, and the changes in it. */
  record Entry(int writer, int sequence, long deadline, List<Pending> changes) {
    LogEntry written() {
      List<Change> written = changes.stream().map(Pending::change).toList();
      return new LogEntry(writer, sequence, deadline, written);
    }
  }

  /** Takes a change that is to be written next; false when too many wait already. */
  boolean add(Pending pending) {
    if (waitingCount.get() >= MOST_WAITING) {
      overflows = true;
      return false;
    }
    underWay.add(pending.change());
    waiting.add(pending);
    waitingCount.incrementAndGet();
    return true;
  }

  /** Whether {@link #add} has refused a change: what is postponed now is newer than what waits. */
  boolean overflows() {
    return overflows;
  }

  /** To be called when nothing waits any more. */
  void forgetOverflow() {
    overflows = false;
  }

  /** The announces that are to be written, or were written and not read back. */
  UnderWay underWay() {
    return underWay;
  }

  /**
   * Takes a change that is applied without the log. It is written before the tracker becomes level
   * again, or in the next round if it is. Drops those received before {@code oldest}, and the
   * oldest ones where there are too many.
   *
   * @return false when a newer change of the peer is held, so that this one is not to be applied
   */
  boolean postpone(Pending pending, long oldest) {
    Member changed = pending.change().member();
    synchronized (postponed) {
      for (int family : FAMILIES) {
        Pending held = postponed.get(changed.in(family));
        if (held != null && held.at() > pending.at() && changed.in(family).covers(changed)) {
          return false;
        }
      }
      for (int family : FAMILIES) {
        Member other = changed.in(family);
        if (changed.covers(other)) {
          postponed.computeIfPresent(other, (_, held) -> held.at() > pending.at() ? held : null);
        }
      }
      postponed.put(changed, pending.answered());
      while (postponed.size() > MOST_POSTPONED || isHeadBefore(oldest)) {
        postponed.pollFirstEntry();
      }
      return true;
    }
  }

  /**
   * A change that was given up turned up in the log, with this time. What is postponed of the same
   * peer is newer.
   */
  void raise(Member written, long at) {
    synchronized (postponed) {
      for (int family : FAMILIES) {
        Member other = written.in(family);
        if (other.covers(written) || written.covers(other)) {
          postponed.computeIfPresent(other, (_, later) -> later.noOlderThan(at));
        }
      }
    }
  }

  private boolean isHeadBefore(long oldest) {
    Map.Entry<Member, Pending> head = postponed.firstEntry();
    return head != null && head.getValue().at() < oldest;
  }

  /** Makes the next entry be written in any case, also without changes. */
  void requestHeartbeat() {
    heartbeatDue = true;
  }

  /** Whether there is anything to write. */
  boolean hasWork() {
    return heartbeatDue || !waiting.isEmpty() || !due.isEmpty();
  }

  /** Whether there is nothing to write, and all that was written has been read back. */
  boolean isSettled() {
    return sent.isEmpty() && !hasWork();
  }

  /**
   * Moves postponed changes to the front of the queue; drops those received before {@code oldest}.
   * Not to be called after an overflow.
   *
   * @param toRedisMillis converts a time of the table's clock to one of Redis's clock
   */
  void writePostponed(long oldest, LongUnaryOperator toRedisMillis) {
    synchronized (postponed) {
      for (Pending pending : postponed.values()) {
        if (pending.at() >= oldest) {
          underWay.add(pending.change());
          due.add(pending.asLate(toRedisMillis.applyAsLong(pending.at())));
        }
      }
      postponed.clear();
    }
  }

  /** The entries to be written next, with this deadline. From then on they count as sent. */
  List<Entry> nextEntries(long deadline) {
    List<Entry> entries = new ArrayList<>();
    while (hasWork() && entries.size() < MOST_ENTRIES_WRITTEN) {
      heartbeatDue = false;
      entries.add(new Entry(writer, ++sequence, deadline, nextChanges()));
    }
    sent.addAll(entries);
    return entries;
  }

  private List<Pending> nextChanges() {
    List<Pending> changes = new ArrayList<>();
    Pending next = next();
    while (next != null) {
      changes.add(next);
      next = changes.size() < MOST_CHANGES_IN_AN_ENTRY ? next() : null;
    }
    return changes;
  }

  private @Nullable Pending next() {
    Pending next = due.poll();
    if (next == null) {
      next = waiting.poll();
      waitingCount.addAndGet(next == null ? 0 : -1);
    }
    return next;
  }

  /** If these are the bytes of the oldest sent entry, applies it, and then takes it out. */
  boolean applyIfReadBack(byte[] bytes, Consumer<Entry> apply) {
    Entry oldest = sent.peek();
    if (oldest == null || !LogEntry.isOf(bytes, writer, oldest.sequence)) {
      return false;
    }
    apply.accept(oldest);
    sent.remove();
    oldest.changes.forEach(pending -> underWay.remove(pending.change()));
    return true;
  }

  /** Whether an entry with this number or a lower one was sent and has not been read back. */
  boolean hasUnreadUpTo(int number) {
    Entry oldest = sent.peek();
    return oldest != null && oldest.sequence - number <= 0;
  }

  int writer() {
    return writer;
  }

  /** The number of the last entry that was sent. */
  int lastSequence() {
    return sequence;
  }

  /** Takes out all changes that were not read back, the oldest first. */
  void drainAll(Consumer<Pending> to) {
    while (!sent.isEmpty()) {
      sent.removeLast().changes.reversed().forEach(due::addFirst);
    }
    for (Pending next = next(); next != null; next = next()) {
      drain(next, to);
    }
  }

  /** Takes out one change, if it still waits. */
  void takeBack(Pending pending, Consumer<Pending> to) {
    if (waiting.remove(pending)) {
      waitingCount.decrementAndGet();
      drain(pending, to);
    }
  }

  private void drain(Pending pending, Consumer<Pending> to) {
    try {
      to.accept(pending);
    } finally {
      underWay.remove(pending.change());
    }
  }
}
