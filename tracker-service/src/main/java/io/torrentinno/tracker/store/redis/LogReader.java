package io.torrentinno.tracker.store.redis;

import io.lettuce.core.RedisException;
import io.lettuce.core.StreamMessage;
import io.torrentinno.tracker.store.memory.MemorySwarmStore;
import io.torrentinno.tracker.store.memory.MemorySwarmStore.EarlierAnnounce;
import io.torrentinno.tracker.store.redis.Change.Left;
import io.torrentinno.tracker.store.redis.Change.Listed;
import io.torrentinno.tracker.store.redis.Outbox.Pending;
import io.torrentinno.tracker.swarm.model.PeerList;
import io.torrentinno.tracker.swarm.model.Selection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The position up to which one stream has been read, and what its entries do to the table. {@link
 * #apply(Change, int, long)} is for any thread, all other methods for the thread of the log.
 */
final class LogReader {
  private static final Logger LOG = LoggerFactory.getLogger(LogReader.class);
  private static final int MOST_WRITERS = 4_096;

  /** The clocks of two Redis servers may differ by this. So much is read again on reconnecting. */
  private static final long OVERLAP_MILLIS = 5_000;

  private final MemorySwarmStore table;
  private final Outbox outbox;
  private final RedisMetrics metrics;

  private String position = "0-0"; // the id of the last entry that was read
  private String applied = "0-0"; // the id of the last entry that was applied, not after position
  private long requestedAt;
  private volatile long clockOffset;
  private long redisMillis;
  private long appliedAt = Long.MIN_VALUE / 2;
  private final Map<Integer, Integer> lastSequences = new LinkedHashMap<>(16, 0.75f, true);
  private final List<Runnable> answers = new ArrayList<>();
  private @Nullable LogEntry begun; // the last entry of another writer that was begun
  private boolean unreadableLogged;

  LogReader(MemorySwarmStore table, Outbox outbox, RedisMetrics metrics) {
    this.table = table;
    this.outbox = outbox;
    this.metrics = metrics;
  }

  /** Begins a request for the entries after the last one that was read. Returns the id of that. */
  String beginRequest() {
    requestedAt = table.millis();
    return position;
  }

  /** The time of the last entry that was read, by Redis's clock. */
  long positionMillis() {
    return millisOf(position);
  }

  /** The time of an entry, by Redis's clock. */
  private static long millisOf(String id) {
    return Long.parseLong(id, 0, id.indexOf('-'), 10);
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
   * applied, because entries may have been read and not applied. Some entries are read again, and
   * are not applied again. When the last entry of the stream is older than the last one that was
   * applied, the log is a different one, and all of it is read.
   */
  void resume(StreamConnection connection, Duration ttl) {
    requestedAt = table.millis();
    StreamConnection.Result end = connection.last();
    compareClocks(end.redisMillis());
    long last = end.entries().isEmpty() ? 0 : millisOf(end.entries().getFirst().getId());
    if (last - end.redisMillis() > ttl.toMillis()) {
      LOG.warn("Redis's clock was set back, so the log is deleted and begun again");
      connection.delete();
      last = 0;
    }
    long before = millisOf(applied);
    position = (last < before ? 0 : Math.max(0, before - OVERLAP_MILLIS)) + "-0";
    applied = position;
  }

  /**
   * Moves the position after the entries that were read, before {@link #apply(List)}.
   *
   * @return how old the last entry is, in milliseconds, when there may be more entries; otherwise 0
   */
  long advance(StreamConnection.Result read) {
    compareClocks(read.redisMillis());
    if (!read.entries().isEmpty()) {
      position = read.entries().getLast().getId();
    }
    boolean isAll = read.entries().size() < StreamConnection.MOST_ENTRIES;
    return isAll ? 0 : Math.max(1, read.redisMillis() - positionMillis());
  }

  /** Applies entries in their order, and then answers all changes of this tracker in them. */
  void apply(List<StreamMessage<byte[], byte[]>> read) {
    try {
      for (StreamMessage<byte[], byte[]> message : read) {
        apply(message);
        applied = message.getId();
      }
    } finally {
      answers.forEach(Runnable::run);
      answers.clear();
    }
  }

  private void apply(StreamMessage<byte[], byte[]> message) {
    long at = millisOf(message.getId()) + clockOffset;
    // A corrected clock offset must not make an entry seem older than the one before it.
    appliedAt = Math.abs(at - appliedAt) < OVERLAP_MILLIS ? Math.max(at, appliedAt) : at;
    byte[] bytes = message.getBody().values().stream().findFirst().orElseGet(() -> new byte[0]);
    if (outbox.applyIfReadBack(bytes, this::applyOwn)) {
      return;
    }
    try {
      apply(LogEntry.read(bytes));
    } catch (LogEntry.UnreadableException e) {
      metrics.unreadable();
      if (!unreadableLogged) {
        LOG.warn("Ignored an entry of the log: {}", e.getMessage());
        unreadableLogged = true;
      }
    }
  }

  private void applyOwn(Outbox.Entry entry) {
    for (Pending pending : entry.changes()) {
      Selection selection = apply(pending.change(), pending.wanted(), appliedAt);
      answers.add(() -> pending.answer().complete(selection));
    }
    lastSequences.put(entry.writer(), entry.sequence());
    metrics.applied(entry.changes().size());
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
    // This tracker gave up an entry of its own, and may have applied its changes without the log;
    // or it failed when it had applied a part of the entry.
    boolean isRepeated = isOwn || entry.equals(begun);
    begun = entry;
    for (Change change : entry.changes()) {
      apply(isRepeated ? change.repeated(change.receivedAt()) : change, 0, appliedAt);
    }
    lastSequences.put(entry.writer(), entry.sequence());
    metrics.applied(entry.changes().size());
    if (lastSequences.size() > MOST_WRITERS) {
      lastSequences.remove(lastSequences.keySet().iterator().next());
    }
  }

  /**
   * Applies a change to the table.
   *
   * @param at the time of the entry with the change, by the table's clock
   * @return peers for the caller, and the counts after the change
   */
  Selection apply(Change change, int wanted, long at) {
    boolean isLate = change.receivedAt() > 0;
    long received = isLate ? Math.min(at, change.receivedAt() + clockOffset) : at;
    return switch (change) {
      case Listed(var announce, long completed, _) ->
          table.apply(new EarlierAnnounce(announce, completed, received), wanted);
      case Left(var swarm, var peer, _) ->
          new Selection(
              PeerList.EMPTY,
              isLate
                  ? table.removeEarlier(swarm, peer, received)
                  : table.remove(swarm, peer).join());
    };
  }
}
