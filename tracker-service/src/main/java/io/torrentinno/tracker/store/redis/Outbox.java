package io.torrentinno.tracker.store.redis;

import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.tracker.store.redis.Change.Left;
import io.torrentinno.tracker.store.redis.Change.Listed;
import io.torrentinno.tracker.swarm.model.Selection;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What this tracker has to write to one stream, and what it wrote and has not read back. {@link
 * #add}, {@link #keep} and {@link #takeWaiting} are for any thread, all else for the log's.
 */
final class Outbox {
  private static final int MOST_WAITING = 40_000;
  private static final int MOST_KEPT = 100_000;
  private static final int MOST_CHANGES_IN_AN_ENTRY = 200;
  private static final int MOST_ENTRIES_AT_ONCE = 16;
  private static final int[] FAMILIES = {0, 4, 16}; // bytes of an address; 0 stands for both

  private final int writer = ThreadLocalRandom.current().nextInt();
  private final Queue<Pending> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waitingCount = new AtomicInteger();

  /**
   * Those that were answered without the log, the last of each peer, in the order of their time.
   */
  private final Map<Member, Pending> kept = new LinkedHashMap<>();

  /** Those of the kept ones that are written now, before all that wait. */
  private final Deque<Pending> late = new ArrayDeque<>();

  private final Deque<Entry> sent = new ArrayDeque<>();
  private int sequence;
  private boolean greets;

  /**
   * A change on its way through the log.
   *
   * @param at when it was received, by the table's clock
   */
  record Pending(Change change, int wanted, long at, CompletableFuture<Selection> answer) {
    private Pending late(long ahead) {
      return new Pending(change.again(at - ahead), 0, at, answer);
    }
  }

  /** An entry that was written, and the changes in it. */
  record Entry(int writer, int sequence, List<Pending> changes) {
    byte[] bytes() {
      List<Change> written = changes.stream().map(Pending::change).toList();
      return new LogEntry(writer, sequence, written).bytes();
    }
  }

  private record Member(InfoHash swarm, PeerId peer, int family) {}

  /** Takes a change that is to be written next; false when too many wait already. */
  boolean add(Pending pending) {
    if (waitingCount.get() >= MOST_WAITING) {
      return false;
    }
    waiting.add(pending);
    waitingCount.incrementAndGet();
    return true;
  }

  /** Takes a change that was answered without the log, to be written when that is possible. */
  void keep(Pending pending) {
    Change change = pending.change();
    int family = family(change);
    synchronized (kept) {
      for (int other : FAMILIES) {
        Pending before = kept.get(new Member(change.swarm(), change.peer(), other));
        if (before != null && before.at > pending.at && (other == 0 || other == family)) {
          return; // This one was given up for the second time.
        }
      }
      for (int other : family == 0 ? FAMILIES : new int[] {family}) {
        kept.remove(new Member(change.swarm(), change.peer(), other));
      }
      if (kept.size() < MOST_KEPT) {
        kept.put(new Member(change.swarm(), change.peer(), family), pending);
      }
    }
  }

  private static int family(Change change) {
    return switch (change) {
      case Left _ -> 0;
      case Listed(var announce, _, _) -> announce.caller().address().ip().getAddress().length;
    };
  }

  /** Has an entry written, maybe an empty one. */
  void greet() {
    greets = true;
  }

  /** Whether there is anything to write. */
  boolean hasWaiting() {
    return greets || !waiting.isEmpty() || !late.isEmpty();
  }

  /** Whether all that was written has been read back. */
  boolean isReadBack() {
    return sent.isEmpty() && !greets;
  }

  /**
   * Has what was kept written next, but for what is older than a time.
   *
   * @param oldest by the table's clock
   */
  void writeKept(long oldest) {
    synchronized (kept) {
      kept.values().stream().filter(pending -> pending.at >= oldest).forEach(late::add);
      kept.clear();
    }
  }

  /**
   * The entries to be written next, which wait from then on for being read.
   *
   * @param ahead how far the table's clock is ahead of Redis's
   */
  List<Entry> nextEntries(long ahead) {
    List<Entry> entries = new ArrayList<>();
    while (hasWaiting() && entries.size() < MOST_ENTRIES_AT_ONCE) {
      greets = false;
      entries.add(new Entry(writer, ++sequence, nextChanges(ahead)));
    }
    sent.addAll(entries);
    return entries;
  }

  private List<Pending> nextChanges(long ahead) {
    List<Pending> changes = new ArrayList<>();
    while (changes.size() < MOST_CHANGES_IN_AN_ENTRY) {
      Pending kept = late.poll();
      Pending next = kept == null ? nextWaiting() : kept.late(ahead);
      if (next == null) {
        break;
      }
      changes.add(next);
    }
    return changes;
  }

  private @Nullable Pending nextWaiting() {
    Pending next = waiting.poll();
    if (next != null) {
      waitingCount.decrementAndGet();
    }
    return next;
  }

  /**
   * The entry that was written before all others that are not read back; null if it is not this.
   */
  @Nullable Entry readBack(byte[] bytes) {
    Entry next = sent.peek();
    return next != null && LogEntry.isOf(bytes, writer, next.sequence) ? sent.remove() : null;
  }

  /** Whether an entry with a lower number was sent and has not been read back. */
  boolean hasSentBefore(int number) {
    Entry next = sent.peek();
    return next != null && next.sequence - number < 0;
  }

  int writer() {
    return writer;
  }

  /** Gives up all that was not read back, in the order of its time. */
  void takeAll(Consumer<Pending> to) {
    List<Pending> all = new ArrayList<>();
    sent.forEach(entry -> all.addAll(entry.changes));
    all.addAll(late);
    sent.clear();
    late.clear();
    all.forEach(to);
    takeWaiting(to);
  }

  /** Gives up what waits. */
  void takeWaiting(Consumer<Pending> to) {
    for (Pending next = nextWaiting(); next != null; next = nextWaiting()) {
      to.accept(next);
    }
  }
}
