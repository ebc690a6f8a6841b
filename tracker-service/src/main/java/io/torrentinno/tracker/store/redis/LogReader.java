package io.torrentinno.tracker.store.redis;

import io.lettuce.core.RedisException;
import io.lettuce.core.StreamMessage;
import io.torrentinno.tracker.store.memory.MemorySwarmStore;
import io.torrentinno.tracker.store.memory.MemorySwarmStore.TimedAnnounce;
import io.torrentinno.tracker.store.redis.Change.Left;
import io.torrentinno.tracker.store.redis.Change.Listed;
import io.torrentinno.tracker.store.redis.Change.Member;
import io.torrentinno.tracker.store.redis.Change.Pending;
import io.torrentinno.tracker.swarm.model.PeerList;
import io.torrentinno.tracker.swarm.model.Selection;
import io.torrentinno.tracker.swarm.model.SwarmCounts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The position up to which one stream has been read, and what its entries do to the table. {@link
 * #apply(Change, int, long)} is for any thread, all other methods for the thread of the log.
 */
final class LogReader {
  private static final int MOST_WRITERS = 4_096;
  private static final int MOST_LEAVES = 100_000;
  private static final long CLOCK_ERROR_MILLIS = 100; // of times that trackers compare
  private static final long CLOCK_JUMP_MILLIS = 5_000; // when Redis's clock was set, or is another

  private final MemorySwarmStore table;
  private final Outbox outbox;
  private final RedisReport report;

  private String position = "0-0"; // the id of the last entry that was read
  private @Nullable StreamMessage<byte[], byte[]> last; // the last entry that was applied
  private @Nullable StreamMessage<byte[], byte[]> witness; // an own entry of this connection
  private long endMillis; // the time of the last entry of the log, by Redis's clock
  private long requestedAt;
  private volatile long clockOffset;
  private long entryMillis; // the time of the entry to apply, by Redis's clock
  private long entryTime = Long.MIN_VALUE / 2; // the same, by the table's clock
  private final LinkedHashMap<Integer, Integer> lastSequences =
      new LinkedHashMap<>(16, 0.75f, true);

  /** When peers left, by the table's clock: the last leaves in the log. */
  private final LinkedHashMap<Member, Long> leaves = new LinkedHashMap<>(16, 0.75f, true);

  private final List<Runnable> answers = new ArrayList<>();

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

  long redisMillis() {
    return table.millis() - clockOffset;
  }

  /** The time that the next entry gets: no earlier than that of the entry before it. */
  long nextMillis() {
    return Math.max(redisMillis(), endMillis);
  }

  /**
   * Corrects the clock offset. Redis read its clock after the last request was begun and before
   * now. So trackers need not agree on the time, and the offset follows when Redis's clock is set.
   */
  private void compareClocks(long redisMillis) {
    clockOffset = Math.clamp(clockOffset, requestedAt - redisMillis, table.millis() - redisMillis);
  }

  /** Whether the log has the last entry that was applied. */
  boolean isLastIn(StreamConnection connection) {
    return last != null && connection.has(last);
  }

  /**
   * Fails if the log lacks the first entry of this tracker that was read since the last heartbeat.
   * It is not old enough to be trimmed.
   */
  void requireWitness(StreamConnection connection) {
    if (witness != null && !connection.has(witness)) {
      throw new RedisException("the log was deleted, or is another log");
    }
    witness = null;
  }

  /**
   * Chooses the position to read from on a new connection. No entry is applied twice.
   *
   * @param end the last entry of the log
   * @param hasLast as {@link #isLastIn}. Otherwise it may be another log, and all of it is read
   */
  void begin(StreamConnection.Result end, boolean hasLast) {
    compareClocks(end.redisMillis());
    endMillis = end.lastMillis();
    witness = null;
    position = hasLast && last != null ? last.getId() : "0-0";
  }

  /** Moves the position after the entries that were read, before {@link #apply(List)}. */
  void advance(StreamConnection.Result read) {
    compareClocks(read.redisMillis());
    position = read.entries().isEmpty() ? position : read.lastId();
    endMillis = Math.max(endMillis, read.lastMillis());
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
        last = message;
      }
    } finally {
      answers.forEach(Runnable::run);
      answers.clear();
    }
  }

  private void apply(StreamMessage<byte[], byte[]> message) {
    entryMillis = StreamConnection.millisOf(message.getId());
    long at = entryMillis + clockOffset;
    // A corrected clock offset must not make an entry seem older than the one before it.
    entryTime = Math.abs(at - entryTime) < CLOCK_JUMP_MILLIS ? Math.max(at, entryTime) : at;
    byte[] bytes = LogEntry.bytes(message.getBody());
    if (outbox.applyIfReadBack(bytes, this::applyOwn)) {
      witness = witness == null ? message : witness;
      return;
    }
    try {
      apply(LogEntry.read(bytes));
    } catch (LogEntry.UnreadableException e) {
      report.ignored(e);
    }
  }

  private void applyOwn(Outbox.Entry entry) {
    if (entryMillis > entry.deadline()) {
      throw new RedisException("Redis has written an entry after its deadline");
    }
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
    Integer applied = lastSequences.get(entry.writer());
    if (applied != null && entry.sequence() - applied <= 0) {
      return; // The entry was applied before.
    }
    boolean isOwn = entry.writer() == outbox.writer();
    if (isOwn && outbox.hasSentBefore(entry.sequence())) {
      throw new RedisException("the log was trimmed before this tracker had read all of it");
    }
    boolean isTooLate = entryMillis > entry.deadline(); // Its writer writes the changes again.
    for (Change change : isTooLate ? List.<Change>of() : entry.changes()) {
      if (isOwn && change.receivedAt() == 0) { // It was given up, and is in the log all the same.
        outbox.raise(change.member(), entryTime);
      }
      try {
        applyInOrder(isOwn ? change.repeatable(change.receivedAt()) : change, 0);
      } catch (RuntimeException e) {
        report.ignored(e);
      }
    }
    lastSequences.put(entry.writer(), entry.sequence());
    report.applied(entry.changes().size());
    if (lastSequences.size() > MOST_WRITERS) {
      lastSequences.pollFirstEntry();
    }
  }

  /** Applies a change of the entry that is being applied. */
  private Selection applyInOrder(Change change, int wanted) {
    boolean isLate = change.receivedAt() > 0;
    long at = isLate ? Math.min(entryTime, change.receivedAt() + clockOffset) : entryTime;
    if (change instanceof Left(var swarm, var peer, var families, _)) {
      leaves.merge(change.member(), Math.min(at, table.millis()), Math::max);
      if (leaves.size() > MOST_LEAVES) {
        leaves.pollFirstEntry();
      }
      if (!isLate) {
        return table.remove(swarm, peer, families); // This leave is newer than all before it.
      }
    } else if (isLate && hasLeftSince(at, change.member())) {
      return new Selection(PeerList.EMPTY, SwarmCounts.NONE);
    }
    return apply(change, wanted, at);
  }

  private boolean hasLeftSince(long time, Member member) {
    return Stream.of(member, member.in(0))
        .map(leaves::get)
        .anyMatch(leftAt -> leftAt != null && leftAt - time > CLOCK_ERROR_MILLIS);
  }

  /**
   * Applies a change that was received at this time (table's clock), unless its peer is listed by a
   * later one. Returns peers for the caller, and the counts after the change.
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
