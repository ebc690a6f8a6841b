package io.torrentinno.tracker.store.redis;

import io.lettuce.core.RedisException;
import io.lettuce.core.StreamMessage;
import io.torrentinno.tracker.store.memory.MemorySwarmStore;
import io.torrentinno.tracker.store.redis.Change.Left;
import io.torrentinno.tracker.store.redis.Change.Listed;
import io.torrentinno.tracker.store.redis.Change.Member;
import io.torrentinno.tracker.store.redis.Change.Pending;
import io.torrentinno.tracker.swarm.model.Selection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The position up to which one stream has been read, and what its entries do to the table. {@link
 * #toRedisMillis} is for any thread, all other methods for the thread of the log.
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

  /** The first own entry that was read since the last heartbeat, for {@link #requireWitness}. */
  private @Nullable StreamMessage<byte[], byte[]> witness;

  private long endMillis; // the time of the last entry of the log, by Redis's clock
  private long requestedAt;
  private volatile long clockOffset;

  // The time of the entry that is being applied. It may be in the future, if a clock was set back.
  private long entryRedisMillis; // by Redis's clock
  private long entryTableMillis = Long.MIN_VALUE / 2; // by the table's clock
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

  long redisMillis() {
    return toRedisMillis(table.millis());
  }

  /** Converts a time by the table's clock to one by Redis's clock. */
  long toRedisMillis(long tableMillis) {
    return tableMillis - clockOffset;
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

  /** Moves the position after the entries that were read, before {@link #applyAll}. */
  void advance(StreamConnection.Result read) {
    compareClocks(read.redisMillis());
    position = read.entries().isEmpty() ? position : read.lastId();
    endMillis = Math.max(endMillis, read.lastMillis());
  }

  /** Applies entries in their order, and then answers all changes of this tracker in them. */
  void applyAll(List<StreamMessage<byte[], byte[]>> read) {
    try {
      for (StreamMessage<byte[], byte[]> message : read) {
        applyMessage(message);
        last = message;
      }
    } finally {
      answers.forEach(Runnable::run);
      answers.clear();
    }
  }

  private void applyMessage(StreamMessage<byte[], byte[]> message) {
    entryRedisMillis = StreamConnection.millisOf(message.getId());
    long before = entryTableMillis;
    long at = entryRedisMillis + clockOffset;
    // A corrected clock offset must not make an entry seem older than the one before it.
    entryTableMillis = Math.abs(at - before) < CLOCK_JUMP_MILLIS ? Math.max(at, before) : at;
    byte[] bytes = LogEntry.bytes(message.getBody());
    if (outbox.applyIfReadBack(bytes, this::applyOwn)) {
      witness = witness == null ? message : witness;
      return;
    }
    try {
      applyEntry(LogEntry.read(bytes));
    } catch (LogEntry.UnreadableException e) {
      report.ignored(e);
    }
  }

  private void applyOwn(Outbox.Entry entry) {
    if (entryRedisMillis > entry.deadline()) {
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

  /** Applies an entry that another tracker has written, or that this one has given up. */
  private void applyEntry(LogEntry entry) {
    Integer applied = lastSequences.get(entry.writer());
    if (applied != null && entry.sequence() - applied <= 0) {
      return; // The entry was applied before.
    }
    boolean isOwn = entry.writer() == outbox.writer();
    if (isOwn && outbox.hasUnreadUpTo(entry.sequence() - 1)) {
      throw new RedisException("the log was trimmed before this tracker had read all of it");
    }
    if (entryRedisMillis <= entry.deadline()) { // Otherwise its writer writes the changes again.
      for (Change change : entry.changes()) {
        if (isOwn) {
          applyGivenUp(change);
        } else {
          applyOrIgnore(change);
        }
      }
    }
    lastSequences.put(entry.writer(), entry.sequence());
    report.applied(entry.changes().size());
    if (lastSequences.size() > MOST_WRITERS) {
      lastSequences.pollFirstEntry();
    }
  }

  /** The change was applied and postponed when it was given up, and is in the log all the same. */
  private void applyGivenUp(Change change) {
    if (change.receivedAt() == 0) {
      outbox.raise(change.member(), Math.min(entryTableMillis, table.millis()));
    }
    applyOrIgnore(change.withoutCompletion());
  }

  private void applyOrIgnore(Change change) {
    try {
      applyInOrder(change, 0);
    } catch (RuntimeException e) {
      report.ignored(e);
    }
  }

  /**
   * Applies a change of the entry that is being applied. A late change that is older than the
   * listing of its peer changes only the number of the completed. One that is older than a leave
   * removes what it has listed on the tracker that received it. A leave that is not late is always
   * applied: it is newer than all before it in the log.
   */
  private Selection applyInOrder(Change change, int wanted) {
    boolean isLate = change.receivedAt() > 0;
    long receivedAt = isLate ? change.receivedAt() + clockOffset : entryTableMillis;
    long at = Math.min(receivedAt, entryTableMillis);
    if (change instanceof Left(var swarm, var peer, var families, _)) {
      leaves.merge(change.member(), Math.min(at, table.millis()), Math::max);
      if (leaves.size() > MOST_LEAVES) {
        leaves.pollFirstEntry();
      }
      if (!isLate) {
        return table.remove(swarm, peer, families);
      }
    } else if (isLate && change instanceof Listed late && hasLeftSince(at, late.member())) {
      return late.leave().applyTo(table, 0, at + CLOCK_ERROR_MILLIS);
    }
    return change.applyTo(table, wanted, at);
  }

  private boolean hasLeftSince(long time, Member member) {
    return Stream.of(member, member.in(0))
        .map(leaves::get)
        .anyMatch(leftAt -> leftAt != null && leftAt - time > CLOCK_ERROR_MILLIS);
  }
}
