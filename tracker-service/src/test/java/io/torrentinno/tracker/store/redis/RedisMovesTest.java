package io.torrentinno.tracker.store.redis;

import static io.torrentinno.tracker.store.Peers.leecher;
import static io.torrentinno.tracker.store.Peers.proof;
import static io.torrentinno.tracker.store.Peers.seeder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.torrentinno.tracker.store.Peers;
import io.torrentinno.tracker.testing.FreePort;
import io.torrentinno.tracker.testing.RedisForTests;
import io.torrentinno.tracker.testing.SwallowingPath;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.stream.RecordId;
import redis.embedded.RedisSentinel;

/** Trackers that read on at another server, or in another log. */
@Tag("redis")
class RedisMovesTest extends TrackersOnRedis {
  private static final String MASTER = "mymaster";

  /** Servers and sentinels notice each other within seconds. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @Test
  void readsAllOfALogThatEndsBeforeWhatItHadRead() {
    RedisSwarmStore one = tracker();
    RedisSwarmStore other = tracker();
    announce(one, leecher(1));
    try (RedisForTests replica = replica()) {
      execute(replica.port(), "REPLICAOF NO ONE");
      announce(one, leecher(2));
      awaitMembers(other, leecher(1), leecher(2));

      leadsTo.set(replica.port());
      redis.kill();
      announce(one, leecher(3));
      awaitMembers(other, leecher(1), leecher(2), leecher(3));
      assertThat(members(tracker())).contains(leecher(1), leecher(3)).doesNotContain(leecher(2));

      announce(level(one), leecher(2)); // Written a short time ago, but not to this log.
      assertThat(members(tracker())).contains(leecher(1), leecher(2), leecher(3));
    }
  }

  /** The clock of the replica is behind by more than is read again in any case. */
  @Test
  void readsAllOfALogThatEndsLongBeforeWhatItHadRead() {
    RedisSwarmStore one = tracker();
    announce(one, leecher(1));
    try (RedisForTests replica = replica()) {
      execute(replica.port(), "REPLICAOF NO ONE");
      Change listed = new Change.Listed(Peers.announce(SWARM, leecher(2)), 0, 0);
      add(
          new LogEntry(7, 1, List.of(listed)).bytes(),
          RecordId.of(System.currentTimeMillis() + 20_000, 0));
      awaitMembers(one, leecher(1), leecher(2));

      leadsTo.set(replica.port());
      redis.kill();
      await().until(() -> one.status().state() == RedisSwarmStore.State.AWAY);
      announce(level(one), leecher(3));

      assertThat(members(one)).contains(leecher(1), leecher(2), leecher(3));
      assertThat(members(tracker())).containsExactlyInAnyOrder(leecher(1), leecher(3));
    }
  }

  /** A replica that has all data of the server. */
  private RedisForTests replica() {
    execute(redis.port(), "CONFIG SET repl-diskless-sync-delay 0");
    RedisForTests replica = RedisForTests.start();
    execute(replica.port(), "REPLICAOF " + redis.host() + " " + redis.port());
    await().atMost(PATIENCE).until(() -> hasLog(replica.port()));
    return replica;
  }

  @Test
  void resolvesTheAddressAgainWhenThePathLosesAllThatIsSent() {
    try (SwallowingPath path = new SwallowingPath(redis.port())) {
      leadsTo.set(path.port());
      RedisSwarmStore one = tracker();
      announce(one, leecher(1));

      path.swallow();
      path.hangUp();
      leadsTo.set(redis.port());

      announce(one, leecher(2));
      level(one);
      assertThat(members(tracker())).containsExactlyInAnyOrder(leecher(1), leecher(2));
    }
  }

  @Test
  void goesOnWithWhatIsLeftOfALogThatWasTrimmedBeforeItReadThat() {
    try (SwallowingPath path = new SwallowingPath(redis.port());
        SwallowingPath ofOther = new SwallowingPath(redis.port())) {
      RedisSwarmStore other = level(trackerAt(ofOther.port()));
      leadsTo.set(path.port());
      RedisSwarmStore behind = tracker();
      announce(other, leecher(1));
      awaitMembers(behind, leecher(1));

      path.hangUp(); // Leads nowhere now.
      announce(other, leecher(2));
      trim();
      announce(other, leecher(3));
      leadsTo.set(redis.port());

      awaitMembers(behind, leecher(1), leecher(3));
      announce(level(behind), leecher(4));
      awaitMembers(other, leecher(1), leecher(2), leecher(3), leecher(4));
    }
  }

  /** The first tracker could not write the leave, and the peer has announced to another since. */
  @Test
  void keepsAPeerThatCameBackAfterItLeftByATrackerThatWasCutOff() {
    try (SwallowingPath path = new SwallowingPath(redis.port())) {
      leadsTo.set(path.port());
      RedisSwarmStore cutOff = tracker();
      leadsTo.set(redis.port());
      RedisSwarmStore other = tracker();
      announce(cutOff, leecher(1));
      awaitMembers(other, leecher(1));

      leadsTo.set(path.port());
      path.hangUp();
      await().until(() -> cutOff.status().state() == RedisSwarmStore.State.AWAY);
      cutOff.remove(SWARM, leecher(1).id(), proof(leecher(1))).join();
      long left = System.nanoTime();
      await().until(() -> System.nanoTime() - left > Duration.ofMillis(300).toNanos());
      announce(other, seeder(1)); // Later, by more than the error of the clock offsets.
      leadsTo.set(redis.port());
      announce(level(cutOff), leecher(2));

      awaitMembers(other, seeder(1), leecher(2));
      awaitMembers(cutOff, seeder(1), leecher(2));
    }
  }

  /** The first tracker writes the announce when the log has the leave already. */
  @Test
  void listsNoPeerThatLeftAfterItsAnnounceAtATrackerThatWasCutOff() {
    try (SwallowingPath path = new SwallowingPath(redis.port())) {
      leadsTo.set(path.port());
      RedisSwarmStore cutOff = tracker();
      leadsTo.set(redis.port());
      RedisSwarmStore other = tracker();
      announce(cutOff, leecher(1));
      awaitMembers(other, leecher(1));

      leadsTo.set(path.port());
      path.hangUp();
      await().until(() -> cutOff.status().state() == RedisSwarmStore.State.AWAY);
      announce(cutOff, leecher(1));
      long announced = System.nanoTime();
      await().until(() -> System.nanoTime() - announced > Duration.ofMillis(300).toNanos());
      other.remove(SWARM, leecher(1).id(), proof(leecher(1))).join();
      leadsTo.set(redis.port());
      announce(level(cutOff), leecher(2));

      awaitMembers(other, leecher(2));
      awaitMembers(cutOff, leecher(2));
    }
  }

  private void trim() {
    try (SwallowingPath way = new SwallowingPath(redis.port())) {
      execute(way.port(), "XTRIM " + KEY + " MAXLEN 0");
    }
  }

  @Test
  void followsSentinelToTheNewMaster() {
    int port = FreePort.next();
    announce(tracker(), leecher(1));
    try (RedisForTests replica = replica()) {
      RedisSentinel sentinel = sentinel(port);
      sentinel.start();
      try {
        RedisSentinelConfiguration sentinels =
            new RedisSentinelConfiguration().master(MASTER).sentinel(redis.host(), port);
        RedisSwarmStore one = level(trackerAt(sentinels));
        assertThat(members(one)).containsExactly(leecher(1));

        await().atMost(PATIENCE).ignoreExceptions().until(() -> failOver(port));
        await().atMost(PATIENCE).until(() -> isMaster(replica));

        RedisSwarmStore late = level(trackerAt(replica.port()));
        assertThat(members(late)).containsExactly(leecher(1));
        await()
            .atMost(PATIENCE)
            .until(() -> {
              announce(one, leecher(2)); // While both servers are masters, a write may be lost.
              return members(late).contains(leecher(2));
            });
      } finally {
        sentinel.stop();
      }
    }
  }

  private RedisSentinel sentinel(int port) {
    return RedisSentinel.builder()
        .bind(redis.host())
        .port(port)
        .masterName(MASTER)
        .masterPort(redis.port())
        .quorumSize(1)
        .downAfterMilliseconds(60_000L)
        .failoverTimeout(10_000L)
        .build();
  }

  /** Fails until the sentinel knows the replica. */
  private boolean failOver(int port) {
    execute(port, "SENTINEL FAILOVER " + MASTER);
    return true;
  }

  private boolean isMaster(RedisForTests replica) {
    try {
      execute(replica.port(), "PEXPIRE other 1");
      return true;
    } catch (DataAccessException e) {
      return false;
    }
  }
}
