package io.torrentinno.tracker.store.redis;

import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.tracker.store.redis.LogEntry.Change;
import io.torrentinno.tracker.store.redis.LogEntry.Listed;
import io.torrentinno.tracker.store.redis.LogStream.Pending;
import io.torrentinno.tracker.swarm.StoreUnavailableException;
import io.torrentinno.tracker.swarm.model.Selection;
import java.net.Inet6Address;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Answers without the log, from this tracker's table alone, while Redis is away. The changes are
 * kept, the last of each peer, until they can be written. Safe for use by several threads.
 */
final class LocalAnswers {
  private static final int MOST_KEPT = 100_000;

  private final Duration ttl;
  private final boolean refuses;
  private final RedisMetrics metrics;
  private final Map<Member, Kept> kept = new HashMap<>();
  private volatile boolean hasKept;

  private record Member(InfoHash swarm, PeerId peer, boolean ipv6) {
    static Member of(Change change) {
      boolean ipv6 =
          change instanceof Listed listed
              && listed.announce().caller().address().ip() instanceof Inet6Address;
      return new Member(change.swarm(), change.peer(), ipv6);
    }
  }

  private record Kept(LogStream stream, Change change, long at) {}

  /**
   * Nothing is kept at first.
   *
   * @param refuses whether an operator has all refused instead
   */
  LocalAnswers(Duration ttl, boolean refuses, RedisMetrics metrics) {
    this.ttl = ttl;
    this.refuses = refuses;
    this.metrics = metrics;
  }

  boolean areRefusals() {
    return refuses;
  }

  /** Completes the future of a change, after applying it to the table. */
  void answer(LogStream stream, Pending pending) {
    if (refuses) {
      refuse(pending, "Redis is away");
      return;
    }
    metrics.alone();
    long now = stream.millis();
    Selection selection = stream.apply(pending.change(), pending.wanted(), now);
    synchronized (kept) {
      if (kept.size() < MOST_KEPT) {
        kept.put(Member.of(pending.change()), new Kept(stream, pending.change(), now));
        hasKept = true;
      }
    }
    pending.answer().complete(selection);
  }

  /** Completes the future of a change with a failure. */
  void refuse(Pending pending, String why) {
    metrics.refused();
    pending.answer().completeExceptionally(new StoreUnavailableException(why));
  }

  /** Gives what was kept to the streams, to be written. For the log's thread. */
  void writeKept() {
    if (!hasKept) {
      return;
    }
    List<Kept> all;
    synchronized (kept) {
      all = List.copyOf(kept.values());
      kept.clear();
      hasKept = false;
    }
    for (Kept each : all) {
      long age = each.stream.millis() - each.at;
      if (age < ttl.toMillis()) {
        each.stream.addLate(each.change.again(age));
      }
    }
  }
}
