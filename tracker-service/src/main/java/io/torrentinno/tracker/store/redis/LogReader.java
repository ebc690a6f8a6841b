package io.torrentinno.tracker.store.redis;

import io.lettuce.core.RedisException;
import io.lettuce.core.StreamMessage;
import io.torrentinno.tracker.store.memory.MemorySwarmStore;
import io.torrentinno.tracker.store.memory.MemorySwarmStore.TimedAnnounce;
import io.torrentinno.tracker.store.redis.Change.Left;
import io.torrentinno.tracker.store.redis.Change.Listed;
import io.torrentinno.tracker.store.redis.Change.Pending;
import io.torrentinno.tracker.swarm.model.Selection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The position up to which one stream has been read, and what its entries do to the table. {@link
 * #apply(Change, int, long)} is for any thread, all other methods for the thread of the log.
 */
final class LogReader {
  private static final int MOST_WRITERS = 4_096;

  /** On reconnecting, this much is read again, in case the new server's clock is behind. */
  private static final long OVERLAP_MILLIS = 5_000;

  private final MemorySwarmStore table;
  private final Outbox outbox;
  private final RedisReport report;

  private String position = "0-0"; // the id of the last entry that was read
  private long appliedMillis; // the time of the last entry that was applied, by Redis's clock
  private long requestedAt;
  private volatile long clockOffset;
  private long redisMillis;
  private long entryTime = Long.MIN_VALUE / 2; // of the entry to apply, by the table's clock
  private final Map<Integer, Integer> lastSequences = new LinkedHashMap<>(16, 0.75f, true);
  private final List<Runnable> answers = new ArrayList<>();
  private @Nullable LogEntry begun; // the last entry of another writer that was begun

  LogReader(MemorySwarmStore table, Outbox outbox, RedisReport report) {
    this.table = table;
    this.outbox = outbox;
    this.report = report;
  }

  /** Notes the time of a request to Redis, for {@link #compareClocks}. */
  void noteRequest() {
    requestedAt = table.millis();
  }

  /** The id of the last entry that was read. */
  String position() {
    return position;
  }

  /** The time by the table's clock, minus the time by Redis's clock, in milliseconds. */
  long clockOffset() {
    return clockOffset;
  }

  /** The time by Redis's clock, as of the last answer. */
  long redisMillis() {
    return redisMillis;
  }

  /**
   * Corrects the clock offset. Redis read its clock after the last request was begun and before
   * now. So trackers need not agree on the time, and the offset follows when Redis's clock is set.
   */
  private void compareClocks(long redisMillis) {
    this.redisMillis = redisMillis;
    clockOffset = Math.clamp(clockOffset, requestedAt - redisMillis, table.millis() - redisMillis);
  }

  /**
   * Chooses the position to read from on a new connection: a little before the last entry that was
   * applied. When the log ends before that entry, it is another log, and all of it is read. An
   * entry that is read again is not applied again.
   *
   * @param end the last entry of the log
   */
  void begin(StreamConnection.Result end) {
    compareClocks(end.redisMillis());
    if (end.lastMillis() < appliedMillis) {
      appliedMillis = 0;
    }
    position = Math.max(0, appliedMillis - OVERLAP_MILLIS) + "-0";
  }

  /** Moves the position after the entries that were read, before {@link #apply(List)}. */
  void advance(StreamConnection.Result read) {
    compareClocks(read.redisMillis());
    position = read.entries().isEmpty() ? position : read.lastId();
  }

  /** 0 if all of the log was read; otherwise the age of the last entry that was read. */
  static long lag(StreamConnection.Result read) {
    boolean isAll = read.entries().size() < StreamConnection.MOST_ENTRIES_READ;
    return isAll ? 0 : Math.max(1, read.redisMillis() - read.lastMillis());
  }

  /** Applies entries in their order, and then answers all changes of this tracker in them. */
  void apply(List<StreamMessage<byte[], byte[]>> read) {
    try {
      for (StreamMessage<byte[], byte[]> message : read) {
        apply(message);
        appliedMillis = Math.max(appliedMillis, StreamConnection.millisOf(message.getId()));
      }
    } finally {
      answers.forEach(Runnable::run);
      answers.clear();
    }
  }

  private void apply(StreamMessage<byte[], byte[]> message) {
    long at = StreamConnection.millisOf(message.getId()) + clockOffset;
    // A corrected clock offset must not make an entry seem older than the one before it.
    entryTime = Math.abs(at - entryTime) < OVERLAP_MILLIS ? Math.max(at, entryTime) : at;
    byte[] bytes = LogEntry.bytes(message.getBody());
    if (outbox.applyIfReadBack(bytes, this::applyOwn)) {
      return;
    }
    try {
      apply(LogEntry.read(message.getBody()));
    } catch (LogEntry.UnreadableException e) {
      report.ignored(e);
    }
  }

  private void applyOwn(Outbox.Entry entry) {
    for (Pending pending : entry.changes()) {
      try {
        Selection selection = applyInOrder(pending.change(), pending.wanted());
        answers.add(() -> pending.answer().complete(selection));
      } catch (RuntimeException e) {
        report.ignored(e);
        answers.add(() -> pending.answer().completeExceptionally(e));
      }
    }
    lastSequences.put(entry.writer(), entry.sequence());
    report.applied(entry.changes().size());
  }

  private void apply(LogEntry entry) {
    Integer last = lastSequences.get(entry.writer());
    if (last != null && entry.sequence() - last <= 0) {
      return; // The entry was applied before.
    }
    boolean isOwn = entry.writer() == outbox.writer();
    if (isOwn && outbox.hasSentBefore(entry.sequence())) {
      throw new RedisException("the log was trimmed before this tracker had read all of it");
    }
    // Some changes of this entry may be in the table already: it is our own and was given up, or
    // applying it failed half-way.
    boolean isRepeated = isOwn || entry.equals(begun);
    begun = entry;
    for (Change change : entry.changes()) {
      try {
        applyInOrder(isRepeated ? change.repeatable(change.receivedAt()) : change, 0);
      } catch (RuntimeException e) {
        report.ignored(e);
      }
    }
    lastSequences.put(entry.writer(), entry.sequence());
    report.applied(entry.changes().size());
    if (lastSequences.size() > MOST_WRITERS) {
      lastSequences.remove(lastSequences.keySet().iterator().next());
    }
  }

  /** Applies a change of the entry that is being applied. */
  private Selection applyInOrder(Change change, int wanted) {
    if (change.receivedAt() > 0) {
      return apply(change, wanted, Math.min(entryTime, change.receivedAt() + clockOffset));
    }
    if (change instanceof Left(var swarm, var peer, var families, _)) {
      return table.remove(swarm, peer, families); // This leave is newer than all before it.
    }
    return apply(change, wanted, entryTime);
  }

  /**
   * Applies a change to the table, unless it is older than what is known of its peer.
   *
   * @param receivedAt when it was received, by the table's clock
   * @return peers for the caller, and the counts after the change
   */
  Selection apply(Change change, int wanted, long receivedAt) {
    return switch (change) {
      case Listed(var announce, long completed, _) ->
          table.apply(new TimedAnnounce(announce, completed, receivedAt), wanted);
      case Left(var swarm, var peer, var families, _) ->
          table.removeEarlier(swarm, peer, families, receivedAt);
    };
  }
}
