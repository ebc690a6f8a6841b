package io.torrentinno.tracker.store.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.torrentinno.tracker.store.memory.MemorySwarmStore;
import io.torrentinno.tracker.store.memory.MemorySwarmStore.Heard;
import io.torrentinno.tracker.swarm.model.PeerList;
import io.torrentinno.tracker.swarm.model.Selection;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream of the log: what is to be written to it, how far it was read, and what reading does to
 * the table. {@link #add} and {@link #takeWaiting} are for any thread, all else for the log's.
 */
final class LogStream {
  private static final Logger LOG = LoggerFactory.getLogger(LogStream.class);
  private static final int MOST_WAITING = 10_000;
  private static final int MOST_ENTRIES_AT_ONCE = 16;
  private static final int MOST_WRITERS = 4_096;

  /** Redis's servers may differ by this in time: as much is read again after a connection broke. */
  private static final long OVERLAP_MILLIS = 5_000;

  private final byte[] key;
  private final int writer;
  private final MemorySwarmStore table;
  private final RedisMetrics metrics;

  private final Queue<Pending> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waitingCount = new AtomicInteger();
  private final Deque<Pending> late = new ArrayDeque<>();
  private final Deque<Sent> sent = new ArrayDeque<>();
  private int sequence;
  private boolean greets;

  private String readTo = "0-0";
  private final List<StreamMessage<byte[], byte[]>> taken = new ArrayList<>();
  private final List<Answer> answers = new ArrayList<>();
  private long appliedAt = Long.MIN_VALUE / 2;
  private final Map<Integer, Integer> readOf = new LinkedHashMap<>(16, 0.75f, true);
  private boolean unreadableSaid;

  /** A change on its way through the log, and who waits for what comes of it. */
  record Pending(LogEntry.Change change, int wanted, CompletableFuture<Selection> answer) {
    Pending(LogEntry.Change change) {
      this(change, 0, new CompletableFuture<>());
    }
  }

  private record Sent(int sequence, List<Pending> changes) {}

  private record Answer(CompletableFuture<Selection> to, Selection selection) {}

  LogStream(String key, int writer, MemorySwarmStore table, RedisMetrics metrics) {
    this.key = key.getBytes(US_ASCII);
    this.writer = writer;
    this.table = table;
    this.metrics = metrics;
  }

  byte[] key() {
    return key;
  }

  /** The table's clock. */
  long millis() {
    return table.millis();
  }

  /** Takes a change to be written; false when too many wait already. */
  boolean add(Pending pending) {
    if (waitingCount.incrementAndGet() > MOST_WAITING) {
      waitingCount.decrementAndGet();
      return false;
    }
    waiting.add(pending);
    return true;
  }

  /** Takes a change that nobody waits for. */
  void addLate(LogEntry.Change change) {
    late.add(new Pending(change));
  }

  boolean hasWaiting() {
    return greets || !waiting.isEmpty() || !late.isEmpty();
  }

  /** Has an entry written, maybe an empty one. */
  void greet() {
    greets = true;
  }

  /** The entries to be written next, which wait from then on for being read. */
  List<byte[]> nextEntries() {
    List<byte[]> entries = new ArrayList<>();
    while (hasWaiting() && entries.size() < MOST_ENTRIES_AT_ONCE) {
      greets = false;
      List<Pending> batch = new ArrayList<>();
      for (Pending next = next(); next != null; next = next()) {
        batch.add(next);
        if (batch.size() == LogEntry.MOST_CHANGES) {
          break;
        }
      }
      sequence++;
      sent.add(new Sent(sequence, batch));
      metrics.batch(batch.size());
      List<LogEntry.Change> changes = batch.stream().map(Pending::change).toList();
      entries.add(new LogEntry(writer, sequence, changes).bytes());
    }
    return entries;
  }

  private @Nullable Pending next() {
    Pending next = waiting.poll();
    if (next == null) {
      return late.poll();
    }
    waitingCount.decrementAndGet();
    return next;
  }

  /** Whether all that was written has been read. */
  boolean isLevel() {
    return sent.isEmpty() && !greets;
  }

  StreamOffset<byte[]> readFrom() {
    return StreamOffset.from(key, readTo);
  }

  long readToMillis() {
    return millisOf(readTo);
  }

  /**
   * Makes ready for reading on after a connection broke. What is read twice is applied once.
   *
   * @param lastMillis the time of the stream's last entry: one that is older than what was read
   *     already shows that the log is another now
   */
  void resume(long lastMillis) {
    long from = lastMillis < readToMillis() ? 0 : Math.max(0, readToMillis() - OVERLAP_MILLIS);
    readTo = from + "-0";
  }

  /**
   * Takes the entries that are of this stream, to be applied, and notes how far was read.
   *
   * @param now Redis's time
   * @return how old the last one is, in milliseconds, when there may be more; else 0
   */
  long take(List<StreamMessage<byte[], byte[]>> read, long now) {
    read.stream().filter(message -> Arrays.equals(message.getStream(), key)).forEach(taken::add);
    if (taken.isEmpty()) {
      return 0;
    }
    readTo = taken.getLast().getId();
    return taken.size() < RedisServer.MOST_ENTRIES ? 0 : Math.max(1, now - readToMillis());
  }

  /** Applies what was taken, and then answers together what this tracker wrote of it. */
  void applyTaken(RedisClock clock) {
    try {
      taken.forEach(message -> apply(message, clock));
    } finally {
      taken.clear();
      answers.forEach(answer -> answer.to.complete(answer.selection));
      answers.clear();
    }
  }

  private void apply(StreamMessage<byte[], byte[]> message, RedisClock clock) {
    long at = clock.toOurs(millisOf(message.getId()));
    // Those of an entry that reached us sooner than the one before would seem to be older.
    appliedAt = Math.abs(at - appliedAt) < OVERLAP_MILLIS ? Math.max(at, appliedAt) : at;
    try {
      byte[] bytes = message.getBody().values().stream().findFirst().orElseGet(() -> new byte[0]);
      Sent next = sent.peek();
      if (next != null && LogEntry.isOf(bytes, writer, next.sequence)) {
        readOf.put(writer, next.sequence);
        sent.remove().changes.forEach(this::answer);
        return;
      }
      LogEntry entry = LogEntry.read(bytes);
      Integer last = readOf.put(entry.writer(), entry.sequence());
      if (last != null && entry.sequence() - last <= 0) {
        readOf.put(entry.writer(), last);
      } else {
        // An entry of ours that was given up, and got into the log, may have been applied before.
        boolean again = entry.writer() == writer;
        entry.changes().forEach(change -> apply(again ? change.again(0) : change, 0, appliedAt));
      }
      if (readOf.size() > MOST_WRITERS) {
        readOf.remove(readOf.keySet().iterator().next());
      }
    } catch (LogEntry.UnreadableException e) {
      metrics.unreadable();
      if (!unreadableSaid) {
        LOG.warn("An entry in {} is passed over: {}", new String(key, US_ASCII), e.getMessage());
        unreadableSaid = true;
      }
    }
  }

  private void answer(Pending pending) {
    answers.add(new Answer(pending.answer(), apply(pending.change(), pending.wanted(), appliedAt)));
  }

  /** Changes the table. */
  Selection apply(LogEntry.Change change, int wanted, long at) {
    metrics.applied();
    return switch (change) {
      case LogEntry.Listed(var announce, long completed, long age) ->
          table.apply(new Heard(announce, completed, at - age), wanted);
      case LogEntry.Left(var swarm, var peer) ->
          new Selection(PeerList.EMPTY, table.remove(swarm, peer).join());
    };
  }

  /** Gives up what was sent and not read back. */
  void takeSent(Consumer<Pending> to) {
    while (!sent.isEmpty()) {
      sent.remove().changes.forEach(to);
    }
  }

  /** Gives up what waits to be sent. */
  void takeWaiting(Consumer<Pending> to) {
    for (Pending next = waiting.poll(); next != null; next = waiting.poll()) {
      waitingCount.decrementAndGet();
      to.accept(next);
    }
  }

  static long millisOf(String id) {
    return Long.parseLong(id.substring(0, id.indexOf('-')));
  }
}
