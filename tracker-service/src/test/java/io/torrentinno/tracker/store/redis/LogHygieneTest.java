package io.torrentinno.tracker.store.redis;

import static io.torrentinno.tracker.store.Peers.leecher;
import static io.torrentinno.tracker.store.Peers.listed;
import static io.torrentinno.tracker.store.Peers.seeder;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisException;
import io.torrentinno.tracker.store.Peers;
import io.torrentinno.tracker.store.redis.Change.Left;
import io.torrentinno.tracker.store.redis.Change.Listed;
import io.torrentinno.tracker.store.redis.RedisSwarmStore.Options;
import io.torrentinno.tracker.store.redis.RedisSwarmStore.State;
import io.torrentinno.tracker.swarm.model.AddressFamilies;
import io.torrentinno.tracker.swarm.model.Caps;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.data.domain.Range;
import org.springframework.data.redis.connection.stream.RecordId;
import org.springframework.data.redis.connection.stream.StreamRecords;

/** Unusual entries do no harm, and old entries are removed from the log. */
@Tag("redis")
class LogHygieneTest extends TrackersOnRedis {
  @Test
  void ignoresWhatItCannotRead() {
    RedisSwarmStore one = tracker();
    byte[] newer =
        new LogEntry(7, 1, List.of(new Left(SWARM, leecher(1).id(), AddressFamilies.BOTH))).bytes();
    newer[0] = 9;
    announce(one, leecher(1));

    add(newer);
    add(new byte[0]);
    announce(one, leecher(2));

    assertThat(members(one)).containsExactlyInAnyOrder(leecher(1), leecher(2));
    assertThat(count("unreadable")).isEqualTo(2);
  }

  @Test
  void appliesOnceWhatIsReadTwice() {
    RedisSwarmStore one = tracker();
    byte[] listed =
        new LogEntry(7, 1, List.of(new Listed(Peers.announce(SWARM, leecher(1)), 0, 0))).bytes();
    byte[] left =
        new LogEntry(7, 2, List.of(new Left(SWARM, leecher(1).id(), AddressFamilies.BOTH))).bytes();
    add(listed);
    add(left);
    add(listed);
    announce(one, leecher(2));

    assertThat(members(one)).containsExactly(leecher(2));
  }

  @Test
  void keepsNoPeerLongerThanTheTimeToLive() {
    Options brief = new Options(Duration.ofSeconds(2), Duration.ofMillis(500), Caps.NONE, false);
    RedisSwarmStore one = level(tracker(brief, System::nanoTime));
    announce(one, leecher(1));
    await().until(() -> one.scrape(SWARM).join().peers() == 0);

    assertThat(members(level(tracker(brief, System::nanoTime)))).isEmpty();
    Set<String> keys = commands().keys("*");
    assertThat(keys).allSatisfy(key -> assertThat(commands().getExpire(key)).isBetween(0L, 4L));
  }

  @Test
  void trimsTheLogToTheTimeToLive() {
    Options brief = new Options(Duration.ofSeconds(2), Duration.ofMillis(500), Caps.NONE, false);
    RedisSwarmStore one = level(tracker(brief, System::nanoTime));
    long began = System.nanoTime();
    long written = 0;
    while (System.nanoTime() - began < Duration.ofSeconds(4).toNanos()) {
      announce(one, seeder((int) (written++ % 1_000)));
      announce(one, leecher((int) (written++ % 1_000)));
    }

    Long length = commands().opsForStream().size(KEY);
    assertThat(length).isLessThan(written * 4 / 5);
  }

  @Test
  void leavesKeysOfEarlierVersionsAndOtherProgramsAlone() {
    commands().opsForHash().put("ti2:{" + SWARM + "}", "m", "something");
    commands().opsForValue().set("other", "program");
    RedisSwarmStore one = tracker();
    announce(one, leecher(1));

    assertThat(members(one)).containsExactly(leecher(1));
    assertThat(commands().opsForValue().get("other")).isEqualTo("program");
    assertThat(commands().hasKey("ti2:{" + SWARM + "}")).isTrue();
  }

  @Test
  void goesOnWithItsLogWhenRedissClockWasSetBackALittle() {
    RedisSwarmStore one = tracker();
    RedisSwarmStore other = tracker();
    Listed listed = new Listed(Peers.announce(SWARM, leecher(1)), 0, 0);
    add(
        new LogEntry(7, 1, List.of(listed)).bytes(),
        RecordId.of(System.currentTimeMillis() + 2_000, 0));

    announce(one, leecher(2));
    announce(other, leecher(3));

    awaitMembers(one, leecher(1), leecher(2), leecher(3));
    awaitMembers(other, leecher(1), leecher(2), leecher(3));
  }

  /** More than a tracker reads at once. */
  @Test
  void readsManyEntriesThatSeemToBeWrittenInTheFuture() {
    RedisSwarmStore one = tracker();
    long ahead = System.currentTimeMillis() + 20_000;
    for (int peer = 1; peer <= 600; peer++) {
      Listed listed = new Listed(Peers.announce(SWARM, leecher(peer)), 0, 0);
      add(new LogEntry(7, peer, List.of(listed)).bytes(), RecordId.of(ahead, peer));
    }

    announce(one, seeder(601));
    assertThat(members(one)).hasSize(601);
    assertThat(one.status().state()).isEqualTo(State.LEVEL);
    assertThat(members(tracker())).hasSize(601);
  }

  /** New entries have lower ids than those that it had read, because the log begins again. */
  @Test
  void readsAllOfALogThatWasDeletedWhileItsEntriesSeemedToBeWrittenInTheFuture() {
    RedisSwarmStore one = tracker();
    Listed listed = new Listed(Peers.announce(SWARM, leecher(1)), 0, 0);
    add(
        new LogEntry(7, 1, List.of(listed)).bytes(),
        RecordId.of(System.currentTimeMillis() + 50_000, 0));
    awaitMembers(one, leecher(1));

    commands().delete(KEY);
    CompletableFuture<?> answer = one.announce(Peers.announce(SWARM, leecher(2)), 50);
    await().until(answer::isDone);

    assertThat(members(level(one))).containsExactlyInAnyOrder(leecher(1), leecher(2));
    awaitMembers(tracker(), leecher(2));
  }

  @Test
  void beginsANewLogWhenRedissClockIsSetBackWhileTrackersAreConnected() {
    RedisSwarmStore one = tracker();
    RedisSwarmStore other = tracker();
    long tomorrow = System.currentTimeMillis() + Duration.ofDays(1).toMillis();
    add(new LogEntry(7, 1, List.of()).bytes(), RecordId.of(tomorrow, 0));
    await().until(() -> timesOfEntries().stream().noneMatch(time -> time >= tomorrow));

    level(one);
    level(other);
    announce(one, leecher(1));
    announce(other, leecher(2));
    awaitMembers(one, leecher(1), leecher(2));
    awaitMembers(other, leecher(1), leecher(2));
  }

  @Test
  void deletesNoLogThatHasAnotherLastEntryByNow() {
    announce(tracker(), leecher(1));

    try (StreamConnection connection = StreamConnection.connect(connections, bytesOf(KEY))) {
      assertThatThrownBy(() -> connection.delete("1-0")).isInstanceOf(RedisException.class);
      assertThat(commands().hasKey(KEY)).isTrue();

      connection.delete(connection.prepare(TTL).lastId());
      assertThat(commands().hasKey(KEY)).isFalse();
    }
  }

  @Test
  void setsTheExpiryOfTheLogWithItsFirstEntry() {
    tracker();

    assertThat(commands().getExpire(KEY)).isBetween(TTL.toSeconds(), 2 * TTL.toSeconds());
  }

  /** As during an upgrade from this version to one with another form of entries. */
  @Test
  void goesOnWithEntriesOfItsVersionAmongThoseOfANewerOne() {
    RedisSwarmStore one = tracker();
    for (int entry = 1; entry <= 9; entry++) {
      Listed listed = new Listed(Peers.announce(SWARM, leecher(entry)), 0, 0);
      byte[] bytes = new LogEntry(7, entry, List.of(listed)).bytes();
      bytes[0] = (byte) (entry % 2 == 0 ? 3 : 2);
      add(bytes);
    }

    awaitMembers(one, leecher(1), leecher(3), leecher(5), leecher(7), leecher(9));
    assertThat(count("unreadable")).isEqualTo(4);
    assertThat(one.status().state()).isEqualTo(State.LEVEL);
  }

  @Test
  void beginsANewLogWhenRedissClockWasSetBack() {
    RecordId tomorrow = RecordId.of(System.currentTimeMillis() + Duration.ofDays(1).toMillis(), 0);
    commands()
        .opsForStream()
        .add(StreamRecords.newRecord().in(KEY).withId(tomorrow).ofStrings(Map.of("e", "x")));
    RedisSwarmStore one = tracker();
    announce(one, leecher(1));

    assertThat(members(tracker())).containsExactly(leecher(1));
    assertThat(timesOfEntries())
        .allSatisfy(time -> assertThat(time).isLessThan(tomorrow.getTimestamp()));
  }

  private List<Long> timesOfEntries() {
    return commands().opsForStream().range(KEY, Range.unbounded()).stream()
        .map(record -> record.getId().getTimestamp())
        .toList();
  }

  private static byte[] bytesOf(String key) {
    return key.getBytes(US_ASCII);
  }
}
