package io.torrentinno.tracker.store.redis;

import static io.torrentinno.tracker.store.Peers.leecher;
import static io.torrentinno.tracker.store.Peers.seeder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.torrentinno.tracker.store.Peers;
import io.torrentinno.tracker.store.redis.RedisSwarmStore.Options;
import io.torrentinno.tracker.store.redis.RedisSwarmStore.State;
import io.torrentinno.tracker.swarm.model.Caps;
import io.torrentinno.tracker.swarm.model.SwarmPeer;
import io.torrentinno.tracker.testing.LogOf;
import io.torrentinno.tracker.testing.RedisForTests;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a tracker says of a Redis that refuses commands or writes. */
@Tag("redis")
class UnusableRedisTest extends TrackersOnRedis {
  @Test
  void saysSoWhenItsKeyHoldsDataOfAnotherProgram() {
    commands().opsForValue().set(KEY, "another program's");
    RedisSwarmStore one = tracker(OPTIONS, System::nanoTime);

    await().until(() -> one.status().trouble() != null);
    assertThat(one.status().trouble()).contains("ti3:{…}").contains("WRONGTYPE");
    assertThat(announce(one, leecher(1)).counts().peers()).isOne();
  }

  @ParameterizedTest
  @ValueSource(strings = {"XADD", "XTRIM", "XREAD", "XREVRANGE", "PEXPIRE", "TIME"})
  void saysSoWhenACommandWasRenamed(String command) {
    String setting = "rename-command " + command + " HIDDEN";
    try (RedisForTests renamed = RedisForTests.startWith(setting)) {
      RedisSwarmStore one = trackerAt(renamed.port());

      await().until(() -> one.status().trouble() != null);
      assertThat(one.status().trouble())
          .contains("renamed")
          .endsWith("ERR unknown command '" + command + "'");
      assertThat(announce(one, leecher(1)).counts().peers()).isOne();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ERR syntax error", "ERR Invalid stream ID specified as stream command argument"})
  void saysSoWhenRedisIsTooOld(String refusal) {
    try (OldRedis old = new OldRedis(refusal)) {
      RedisSwarmStore one = trackerAt(old.port());

      await().until(() -> one.status().trouble() != null);
      assertThat(one.status().trouble()).contains("6.2 or newer").contains(refusal);
      assertThat(announce(one, leecher(1)).counts().peers()).isOne();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          REPLICAOF 127.0.0.1 1     | read-only   | REPLICAOF NO ONE
          CONFIG SET maxmemory 1    | maxmemory   | CONFIG SET maxmemory 0
          ACL SETUSER default -xadd | permission  | ACL SETUSER default +xadd
          """)
  void saysWhatIsWrongWithARedisThatDoesNotWriteAndGoesOnWhenItDoes(
      String spoil, String trouble, String mend) {
    RedisSwarmStore one = tracker();
    announce(one, leecher(1));

    execute(spoil);
    assertThat(announce(one, leecher(2)).counts().peers()).isEqualTo(2);
    assertThat(one.status().state()).isEqualTo(State.AWAY);
    assertThat(one.status().trouble()).contains(trouble);

    execute(mend);
    assertThat(members(tracker())).contains(leecher(1));
    level(one);
    assertThat(members(tracker())).containsExactlyInAnyOrder(leecher(1), leecher(2));
  }

  /** Entries of the last four seconds fill this Redis, and four seconds later they are too old. */
  @Test
  void goesOnWhenRedisHasRoomAgainAfterItsOwnLogFilledIt() {
    Options brief = new Options(Duration.ofSeconds(4), Duration.ZERO, Caps.NONE, false);
    RedisSwarmStore one = level(tracker(brief, System::nanoTime));
    execute("CONFIG SET maxmemory 3mb");
    try (LogOf log = new LogOf(RedisReport.class)) {
      AtomicInteger peers = new AtomicInteger();
      await()
          .until(() -> {
            for (int announces = 0; announces < 5_000; announces++) {
              SwarmPeer peer = leecher(peers.incrementAndGet() % 60_000);
              one.announce(Peers.announce(SWARM, peer), 0);
            }
            return one.status().state() == State.AWAY;
          });
      assertThat(one.status().trouble()).contains("out of memory");
      execute("CONFIG SET maxmemory 2mb"); // Less than the log, more than Redis without it.

      level(one);
      announce(one, seeder(7));
      awaitMembers(level(tracker(brief, System::nanoTime)), seeder(7));
      assertThat(log.lines().stream().filter(line -> line.startsWith("WARN"))).hasSize(1);
    }
  }

  @Test
  void noticesWithoutAnAnnounceThatItCannotWrite() {
    RedisSwarmStore one = tracker();

    execute("REPLICAOF 127.0.0.1 1");

    await().until(() -> one.status().state() == State.AWAY);
  }
}
