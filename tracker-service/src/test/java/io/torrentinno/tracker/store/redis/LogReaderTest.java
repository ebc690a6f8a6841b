package io.torrentinno.tracker.store.redis;

import static io.torrentinno.tracker.store.Peers.leecher;
import static io.torrentinno.tracker.store.Peers.swarm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisException;
import io.lettuce.core.StreamMessage;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.torrentinno.tracker.store.Peers;
import io.torrentinno.tracker.store.memory.MemorySwarmStore;
import io.torrentinno.tracker.store.redis.Change.Left;
import io.torrentinno.tracker.store.redis.Change.Listed;
import io.torrentinno.tracker.store.redis.Change.Pending;
import io.torrentinno.tracker.swarm.model.AddressFamilies;
import io.torrentinno.tracker.swarm.model.Caps;
import io.torrentinno.tracker.swarm.model.Selection;
import io.torrentinno.tracker.swarm.model.SwarmPeer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogReaderTest {
  private static final byte[] KEY = {'e'};

  private final MeterRegistry meters = new SimpleMeterRegistry();
  private int changesUntilFailure = -1;
  private Runnable failure =
      () -> {
        throw new OutOfMemoryError("for this test");
      };
  private long millis;
  private int entries;
  private final MemorySwarmStore table =
      new MemorySwarmStore(
          Duration.ofMinutes(1), Caps.NONE, this::nanoTime, ThreadLocalRandom::current);
  private final Outbox outbox = new Outbox();
  private final LogReader reader = new LogReader(table, outbox, new RedisReport(meters, false));

  /** The table reads its clock once for each change. */
  private long nanoTime() {
    if (changesUntilFailure >= 0 && changesUntilFailure-- == 0) {
      failure.run();
    }
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }

  @Test
  void keepsTheChangesOfAnEntryInTheOutboxUntilTheyAreApplied() {
    CompletableFuture<Selection> answer = new CompletableFuture<>();
    Listed listed = new Listed(Peers.announce(swarm(1), leecher(1)), 0, 0);
    outbox.add(new Pending(listed, 9, 0, answer));
    byte[] entry = outbox.nextEntries(Long.MAX_VALUE).getFirst().written().bytes();

    changesUntilFailure = 0;
    assertThatThrownBy(() -> read(entry)).isInstanceOf(OutOfMemoryError.class);

    List<Change> left = new ArrayList<>();
    outbox.drainAll(pending -> left.add(pending.change()));
    assertThat(left).containsExactly(listed);
    assertThat(answer).isNotDone();
  }

  @Test
  void answersAnAnnounceWhenItsEntryIsRead() {
    CompletableFuture<Selection> answer = new CompletableFuture<>();
    outbox.add(new Pending(new Listed(Peers.announce(swarm(1), leecher(1)), 0, 0), 9, 0, answer));

    read(outbox.nextEntries(Long.MAX_VALUE).getFirst().written().bytes());

    assertThat(answer).isCompletedWithValueMatching(selection -> selection.counts().peers() == 1);
    assertThat(outbox.isSettled()).isTrue();
  }

  /** As when entries were trimmed that this tracker had written, and had not read back. */
  @Test
  void failsWhenItReadsAnOwnEntryBeforeAnEarlierOne() {
    byte[] earlier = written(leecher(1));
    byte[] later = written(leecher(2));

    assertThatThrownBy(() -> read(later)).isInstanceOf(RedisException.class);
    read(earlier);
    read(later);

    assertThat(table.scrape(swarm(1)).join().peers()).isEqualTo(2);
  }

  /** As when trackers were started again and again. The last writers are remembered. */
  @Test
  void appliesTheEntriesOfTenThousandWritersOnceEach() {
    Left left = leave();
    for (int writer = 1; writer <= 10_000; writer++) {
      Listed listed = new Listed(Peers.announce(swarm(1), leecher(writer)), 0, 0);
      read(new LogEntry(writer, 1, List.of(listed)).bytes());
    }

    read(new LogEntry(10_000, 2, List.of(left)).bytes());
    read(new LogEntry(10_000, 2, List.of(left)).bytes());
    assertThat(table.scrape(swarm(1)).join().peers()).isEqualTo(9_999);
    assertThat(meters.get("torrentinno.tracker.redis.applied").counter().count()).isEqualTo(10_001);
  }

  private byte[] written(SwarmPeer peer) {
    Listed listed = new Listed(Peers.announce(swarm(1), peer), 0, 0);
    outbox.add(new Pending(listed, 9, 0, new CompletableFuture<>()));
    return outbox.nextEntries(Long.MAX_VALUE).getFirst().written().bytes();
  }

  /** Otherwise one entry could keep a tracker from reading the log for ever. */
  @Test
  void ignoresAndCountsAChangeThatCannotBeApplied() {
    List<Change> changes =
        List.of(
            new Listed(Peers.announce(swarm(1), leecher(1)), 0, 0),
            new Listed(Peers.announce(swarm(1), leecher(2)), 0, 0));
    failure = LogReaderTest::fail;
    changesUntilFailure = 0;

    read(new LogEntry(7, 1, changes).bytes());

    assertThat(table.members(swarm(1))).containsExactly(leecher(2));
    assertThat(meters.get("torrentinno.tracker.redis.unreadable").counter().count()).isOne();
  }

  private static void fail() {
    throw new IllegalStateException("for this test");
  }

  @Test
  void failsAnAnnounceThatCannotBeApplied() {
    CompletableFuture<Selection> answer = new CompletableFuture<>();
    outbox.add(new Pending(new Listed(Peers.announce(swarm(1), leecher(1)), 0, 0), 9, 0, answer));
    failure = LogReaderTest::fail;
    changesUntilFailure = 0;

    read(outbox.nextEntries(Long.MAX_VALUE).getFirst().written().bytes());

    assertThat(answer).isCompletedExceptionally();
    assertThat(outbox.isSettled()).isTrue();
  }

  @Test
  void ignoresAnEntryWithAnotherField() {
    byte[] entry =
        new LogEntry(7, 1, List.of(new Listed(Peers.announce(swarm(1), leecher(1)), 0, 0))).bytes();

    reader.applyAll(List.of(new StreamMessage<>(KEY, "1-0", Map.of(new byte[] {'x'}, entry))));

    assertThat(table.members(swarm(1))).isEmpty();
    assertThat(meters.get("torrentinno.tracker.redis.unreadable").counter().count()).isOne();
  }

  /** A leave may be drained from the outbox after the peer has announced again. */
  @Test
  void keepsAPeerThatAnnouncedAfterALeaveThatIsAppliedLater() {
    millis = 1_000;
    new Listed(Peers.announce(swarm(1), leecher(1)), 0, 0).applyTo(table, 0, 900);

    leave().applyTo(table, 0, 899);
    assertThat(table.members(swarm(1))).containsExactly(leecher(1));
    leave().applyTo(table, 0, 900);
    assertThat(table.members(swarm(1))).isEmpty();
  }

  @Test
  void readsOnAfterTheLastEntryThatItAppliedIfTheLogHasIt() {
    readAt(100_000, leecher(1));

    reader.begin(new StreamConnection.Result(List.of(), 100_000), true);
    assertThat(reader.position()).isEqualTo("100000-0");
    reader.begin(new StreamConnection.Result(List.of(), 100_000), false);
    assertThat(reader.position()).isEqualTo("0-0");
  }

  /** As when Redis did not answer in time, and yet wrote the entry later. */
  @Test
  void ignoresAnEntryAfterItsDeadline() {
    List<Change> changes = List.of(new Listed(Peers.announce(swarm(1), leecher(1)), 0, 0));
    setRedissClock(100_001);

    read("100001-0", new LogEntry(7, 1, 100_000, changes).bytes());
    assertThat(table.members(swarm(1))).isEmpty();
    read("100001-1", new LogEntry(7, 2, 100_001, changes).bytes());
    assertThat(table.members(swarm(1))).containsExactly(leecher(1));
  }

  @Test
  void failsWhenItReadsAnOwnEntryAfterItsDeadline() {
    outbox.add(new Pending(leave(), 9, 0, new CompletableFuture<>()));
    byte[] entry = outbox.nextEntries(100_000).getFirst().written().bytes();
    setRedissClock(100_001);

    assertThatThrownBy(() -> read("100001-0", entry)).isInstanceOf(RedisException.class);
    assertThat(outbox.isSettled()).isFalse();
  }

  /** A tracker that was cut off may write an announce after another one has written the leave. */
  @ParameterizedTest
  @CsvSource({"99_000, 0", "99_000, 99_500"})
  void ignoresALateAnnounceThatIsOlderThanALeaveOfItsPeer(String announcedAt, String leftAt) {
    setRedissClock(100_000);
    Left left = new Left(swarm(1), leecher(1).id(), AddressFamilies.BOTH, number(leftAt));
    read("100000-0", new LogEntry(7, 1, List.of(left)).bytes());

    read("100000-1", late(number(announcedAt)));
    assertThat(table.members(swarm(1))).isEmpty();
    millis += 1_000;
    setRedissClock(101_000);
    read("101000-0", late(100_500));
    assertThat(table.members(swarm(1))).containsExactly(leecher(1));
  }

  /** A thread of the tracker may list a peer when its leave is in the log already. */
  @Test
  void removesWhatALateAnnounceHasListedThatIsOlderThanALeaveOfItsPeer() {
    millis = 1_000;
    setRedissClock(100_000);
    read("100000-0", new LogEntry(7, 1, List.of(leave())).bytes());
    new Listed(Peers.announce(swarm(1), leecher(1)), 0, 0).applyTo(table, 0, 500);

    read("100000-1", late(99_500));

    assertThat(table.members(swarm(1))).isEmpty();
  }

  private static long number(String text) {
    return Long.parseLong(text.replace("_", ""));
  }

  private byte[] late(long receivedAt) {
    Listed listed = new Listed(Peers.announce(swarm(1), leecher(1)), 0, receivedAt);
    return new LogEntry(8, ++entries, List.of(listed)).bytes();
  }

  private static Left leave() {
    return new Left(swarm(1), leecher(1).id(), AddressFamilies.BOTH);
  }

  /** The leave was received after the entry was given up, and before Redis wrote the entry. */
  @Test
  void appliesALateLeaveAfterAnEntryThatItHadGivenUp() {
    setRedissClock(100_000);
    byte[] givenUp = written(leecher(1));
    List<Pending> drained = new ArrayList<>();
    outbox.drainAll(drained::add);
    outbox.postpone(new Pending(leave(), 9, millis, new CompletableFuture<>()), 0);
    millis += 500;
    setRedissClock(100_500);

    read("100500-0", givenUp);
    assertThat(table.members(swarm(1))).containsExactly(leecher(1));
    outbox.writePostponed(0, reader::toRedisMillis);
    read("100501-0", outbox.nextEntries(Long.MAX_VALUE).getFirst().written().bytes());
    assertThat(table.members(swarm(1))).isEmpty();
  }

  /** Ids go on from the last one, so an entry may have a time that has not come yet. */
  @Test
  void postponesNothingIntoTheFutureWhenAGivenUpEntryTurnsUp() {
    setRedissClock(100_000);
    byte[] givenUp = written(leecher(1));
    outbox.drainAll(_ -> {});
    outbox.postpone(new Pending(leave(), 9, millis, new CompletableFuture<>()), 0);

    read("120000-0", givenUp);

    outbox.writePostponed(0, reader::toRedisMillis);
    Change written = outbox.nextEntries(Long.MAX_VALUE).getFirst().changes().getFirst().change();
    assertThat(written.receivedAt()).isEqualTo(100_000);
  }

  /** Its own clock began with it, and says nothing about the time of day. */
  @ParameterizedTest
  @ValueSource(longs = {70_000, 1_000_000_000_000L, 4_000_000_000_000L})
  void countsTheLifeOfAPeerByRedissClock(long redisMillis) {
    setRedissClock(redisMillis);
    readAt(redisMillis - 50_000, leecher(1)); // It lives for 60 s.

    millis += 9_999;
    assertThat(table.members(swarm(1))).containsExactly(leecher(1));
    millis += 1;
    assertThat(table.members(swarm(1))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {3_600_000, -3_600_000})
  void goesOnWhenRedissClockIsSet(long by) {
    long redisMillis = 1_000_000_000_000L;
    setRedissClock(redisMillis);
    readAt(redisMillis, leecher(1));
    millis += 30_000;

    setRedissClock(redisMillis + 30_000 + by);
    readAt(redisMillis + 30_000 + by, leecher(2));

    assertThat(table.members(swarm(1))).containsExactlyInAnyOrder(leecher(1), leecher(2));
    millis += 30_000;
    assertThat(table.members(swarm(1))).containsExactly(leecher(2));
    millis += 30_000;
    assertThat(table.members(swarm(1))).isEmpty();
  }

  /** Ids go on from the last one until a clock that was set back has reached it. */
  @Test
  void letsNoPeerLiveLongerBecauseRedissClockWasSetBack() {
    setRedissClock(1_000_000_000_000L - 20_000);
    readAt(1_000_000_000_000L, leecher(1));

    millis += 59_999;
    assertThat(table.members(swarm(1))).containsExactly(leecher(1));
    millis += 1;
    assertThat(table.members(swarm(1))).isEmpty();
  }

  private void setRedissClock(long redisMillis) {
    reader.noteRequest();
    reader.advance(new StreamConnection.Result(List.of(), redisMillis));
  }

  private void readAt(long redisMillis, SwarmPeer peer) {
    Listed listed = new Listed(Peers.announce(swarm(1), peer), 0, 0);
    read(redisMillis + "-0", new LogEntry(7, ++entries, List.of(listed)).bytes());
  }

  private void read(byte[] entry) {
    read("1-0", entry);
  }

  private void read(String id, byte[] entry) {
    reader.applyAll(List.of(new StreamMessage<>(KEY, id, Map.of(KEY, entry))));
  }
}
