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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far one stream was read, and what reading it does to the table. {@link #apply} is for any
 * thread, all else for the log's.
 */
final class LogReader {
  private static final Logger LOG = LoggerFactory.getLogger(LogReader.class);
  private static final int MOST_WRITERS = 4_096;

  /** Redis's servers may differ by this in time: as much is read again after a connection broke. */
  private static final long OVERLAP_MILLIS = 5_000;

  private final MemorySwarmStore table;
  private final Outbox outbox;
  private final RedisMetrics metrics;

  private String readTo = "0-0";
  private long askedAt;
  private volatile long ahead; // of the table's clock before Redis's
  private long redisMillis;
  private long appliedAt = Long.MIN_VALUE / 2;
  private final Map<Integer, Integer> lastOfWriter = new LinkedHashMap<>(16, 0.75f, true);
  private final List<Runnable> answers = new ArrayList<>();
  private boolean unreadableSaid;

  LogReader(MemorySwarmStore table, Outbox outbox, RedisMetrics metrics) {
    this.table = table;
    this.outbox = outbox;
    this.metrics = metrics;
  }

  /** The id of the last entry that was read, behind which it asks for more now. */
  String ask() {
    askedAt = table.millis();
    return readTo;
  }

  long readToMillis() {
    return millisOf(readTo);
  }

  /** The time of an entry, by Redis's clock. */
  private static long millisOf(String id) {
    return Long.parseLong(id, 0, id.indexOf('-'), 10);
  }

  /** How far the table's clock is ahead of Redis's, in milliseconds. */
  long ahead() {
    return ahead;
  }

  /** Redis's time, as it last said. */
  long redisMillis() {
    return redisMillis;
  }

  /**
   * Learns from an answer to what was asked last. Redis's clock was read between then and now. So
   * trackers need not agree on the time, and the table's clock, which nobody sets, is what counts.
   *
   * @param millis Redis's time
   */
  private void observe(long millis) {
    redisMillis = millis;
    ahead = Math.clamp(ahead, askedAt - millis, table.millis() - millis);
  }

  /**
   * Makes ready for reading on after a connection broke. What is read twice is applied once. A last
   * entry that is older than what was read already shows that the log is another now.
   */
  void resume(RedisServer server, Duration ttl) {
    askedAt = table.millis();
    RedisServer.Read end = server.last();
    observe(end.millis());
    long last = end.entries().isEmpty() ? 0 : millisOf(end.entries().getFirst().getId());
    if (last - end.millis() > ttl.toMillis()) {
      LOG.warn("Redis's clock was put back: the log begins anew");
      server.delete();
      last = 0;
    }
    long from = last < readToMillis() ? 0 : Math.max(0, readToMillis() - OVERLAP_MILLIS);
    readTo = from + "-0";
  }

  /**
   * Notes how far was read, before {@link #apply(List)}.
   *
   * @return how old the last entry is, in milliseconds, when there may be more; else 0
   */
  long note(RedisServer.Read read) {
    observe(read.millis());
    if (!read.entries().isEmpty()) {
      readTo = read.entries().getLast().getId();
    }
    boolean isAll = read.entries().size() < RedisServer.MOST_ENTRIES;
    return isAll ? 0 : Math.max(1, read.millis() - readToMillis());
  }

  /** Applies entries in their order, and then answers together what this tracker wrote of it. */
  void apply(List<StreamMessage<byte[], byte[]>> read) {
    try {
      read.forEach(this::apply);
    } finally {
      answers.forEach(Runnable::run);
      answers.clear();
    }
  }

  private void apply(StreamMessage<byte[], byte[]> message) {
    long at = millisOf(message.getId()) + ahead;
    // Those of an entry that reached us sooner than the one before would seem to be older.
    appliedAt = Math.abs(at - appliedAt) < OVERLAP_MILLIS ? Math.max(at, appliedAt) : at;
    byte[] bytes = message.getBody().values().stream().findFirst().orElseGet(() -> new byte[0]);
    Outbox.Entry own = outbox.readBack(bytes);
    if (own != null) {
      lastOfWriter.put(outbox.writer(), own.sequence());
      own.changes().forEach(this::answer);
      metrics.applied(own.changes().size());
      return;
    }
    try {
      apply(LogEntry.read(bytes));
    } catch (LogEntry.UnreadableException e) {
      metrics.unreadable();
      if (!unreadableSaid) {
        LOG.warn("An entry of the log is passed over: {}", e.getMessage());
        unreadableSaid = true;
      }
    }
  }

  private void answer(Pending pending) {
    Selection selection = apply(pending.change(), pending.wanted(), appliedAt);
    answers.add(() -> pending.answer().complete(selection));
  }

  private void apply(LogEntry entry) {
    Integer last = lastOfWriter.put(entry.writer(), entry.sequence());
    if (last != null && entry.sequence() - last <= 0) {
      lastOfWriter.put(entry.writer(), last);
    } else {
      boolean again = entry.writer() == outbox.writer();
      if (again && outbox.hasSentBefore(entry.sequence())) {
        throw new RedisException("entries were cut off the log before they were read");
      }
      // An entry of ours that was given up, and got into the log, may have been applied before.
      for (Change change : entry.changes()) {
        apply(again ? change.again(change.receivedAt()) : change, 0, appliedAt);
      }
      metrics.applied(entry.changes().size());
    }
    if (lastOfWriter.size() > MOST_WRITERS) {
      lastOfWriter.remove(lastOfWriter.keySet().iterator().next());
    }
  }

  /**
   * Changes the table.
   *
   * @param at when the entry of the change was written, by the table's clock
   * @return others for the peer, and the counts after the change
   */
  Selection apply(Change change, int wanted, long at) {
    boolean isLate = change.receivedAt() > 0;
    long received = isLate ? Math.min(at, change.receivedAt() + ahead) : at;
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
