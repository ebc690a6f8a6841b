package io.torrentinno.tracker.store.redis;

import static io.torrentinno.tracker.store.Peers.leecher;
import static io.torrentinno.tracker.store.Peers.proof;
import static io.torrentinno.tracker.store.Peers.seeder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.torrentinno.tracker.store.Peers;
import io.torrentinno.tracker.store.redis.RedisSwarmStore.Options;
import io.torrentinno.tracker.store.redis.RedisSwarmStore.State;
import io.torrentinno.tracker.swarm.model.Caps;
import io.torrentinno.tracker.swarm.model.SwarmPeer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.DataAccessException;

/**
 * Peers announce and leave without pause, each at one of two trackers, while Redis is in trouble.
 * Afterwards both trackers list each peer as its last answered announce says.
 *
 * <p>When Redis loses the log, one tracker may have read an entry that the other one has not. The
 * other one then learns of a peer by its next announce, and of a leave when the peer expires.
 */
@Tag("redis")
class StormOnRedisTest extends TrackersOnRedis {
  private static final int CALLERS = 4;
  private static final int PEERS_OF_A_CALLER = 200;

  /** Each announce is written, as at the end of an interval. */
  private static final Options WRITES_ALL = new Options(TTL, Duration.ZERO, Caps.NONE, false);

  private static final Set<Trouble> LOSING_THE_LOG = EnumSet.of(Trouble.KILLED, Trouble.EMPTIED);

  private final Map<Integer, SwarmPeer> answered = new ConcurrentHashMap<>();
  private final List<Thread> callers = new ArrayList<>();
  private volatile boolean over;

  enum Trouble {
    KILLED,
    STALLED_FOR_A_MOMENT,
    STALLED,
    HUNG,
    CUT_OFF,
    FULL,
    READ_ONLY,
    EMPTIED
  }

  @Test
  void endsWithWhatWasAnsweredWhenRedisIsKilled() throws InterruptedException {
    endsWithWhatWasAnswered(Trouble.KILLED);
  }

  @ParameterizedTest
  @EnumSource
  @Tag("full")
  void endsWithWhatWasAnswered(Trouble trouble) throws InterruptedException {
    RedisSwarmStore one = level(tracker(WRITES_ALL, System::nanoTime));
    RedisSwarmStore other = level(tracker(WRITES_ALL, System::nanoTime));
    for (int caller = 0; caller < CALLERS; caller++) {
      int first = 1 + caller * PEERS_OF_A_CALLER;
      RedisSwarmStore at = isOfOne(first) ? one : other;
      callers.add(Thread.ofVirtual().start(() -> announce(at, first)));
    }
    try {
      awaitMoreAnswers();
      make(trouble, one);
      awaitMoreAnswers();
    } finally {
      over = true;
      for (Thread caller : callers) {
        caller.join();
      }
    }
    level(one);
    level(other);

    if (LOSING_THE_LOG.contains(trouble)) {
      await().untilAsserted(() -> assertThatOwnAreListed(one, true));
      await().untilAsserted(() -> assertThatOwnAreListed(other, false));
      answered.forEach(
          (number, peer) -> TrackersOnRedis.announce(isOfOne(number) ? one : other, peer));
      await().untilAsserted(() -> assertThat(members(one)).containsAll(answered.values()));
      await().untilAsserted(() -> assertThat(members(other)).containsAll(answered.values()));
      return;
    }
    Set<SwarmPeer> all = Set.copyOf(answered.values());
    await().untilAsserted(() -> assertThatListed(members(one), all));
    await().untilAsserted(() -> assertThatListed(members(other), all));
  }

  /** Whether a peer announces at the first tracker, not at the other one. */
  private static boolean isOfOne(int number) {
    return (number - 1) / PEERS_OF_A_CALLER % 2 == 0;
  }

  private void assertThatOwnAreListed(RedisSwarmStore store, boolean isOne) {
    Predicate<SwarmPeer> isOwn = peer -> isOfOne(peer.address().port() - 1) == isOne;
    assertThatListed(
        members(store).stream().filter(isOwn).collect(Collectors.toSet()),
        answered.values().stream().filter(isOwn).collect(Collectors.toSet()));
  }

  private static void assertThatListed(Set<SwarmPeer> members, Set<SwarmPeer> expected) {
    assertThat(expected).filteredOn(peer -> !members.contains(peer)).as("lost").isEmpty();
    assertThat(members).filteredOn(peer -> !expected.contains(peer)).as("ghosts").isEmpty();
  }

  /** Announces for one peer at a time, so that the last announce of each peer is known. */
  private void announce(RedisSwarmStore at, int first) {
    Random random = new Random(first);
    while (!over) {
      int number = first + random.nextInt(PEERS_OF_A_CALLER);
      if (random.nextInt(3) == 0) {
        at.remove(SWARM, leecher(number).id(), proof(leecher(number))).join();
        answered.remove(number);
      } else {
        SwarmPeer peer = random.nextBoolean() ? leecher(number) : seeder(number);
        at.announce(Peers.announce(SWARM, peer), 9).join();
        answered.put(number, peer);
      }
      LockSupport.parkNanos(1); // Lets the others have a turn.
    }
  }

  private void awaitMoreAnswers() {
    double before = count("applied") + count("alone");
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> count("applied") + count("alone") > before + 2_000);
  }

  private void make(Trouble trouble, RedisSwarmStore one) {
    switch (trouble) {
      case KILLED -> {
        redis.kill();
        awaitMoreAnswers();
        redis.revive();
      }
      case STALLED_FOR_A_MOMENT -> execute(redis.port(), "CLIENT PAUSE 500 ALL");
      case STALLED -> {
        execute(redis.port(), "CLIENT PAUSE 4000 ALL");
        await().until(() -> one.status().state() == State.AWAY);
      }
      case HUNG -> {
        redis.hang();
        try {
          await().until(() -> one.status().state() == State.AWAY);
          awaitMoreAnswers();
        } finally {
          redis.goOn();
        }
      }
      case CUT_OFF ->
          assertThatThrownBy(() -> execute(redis.port(), "CLIENT KILL TYPE NORMAL SKIPME NO"))
              .as("the connection of this command is cut off, too")
              .isInstanceOf(DataAccessException.class);
      case FULL -> spoil("CONFIG SET maxmemory 1", "CONFIG SET maxmemory 0", one);
      case READ_ONLY -> spoil("REPLICAOF 127.0.0.1 1", "REPLICAOF NO ONE", one);
      case EMPTIED -> execute(redis.port(), "FLUSHALL");
    }
  }

  private void spoil(String spoil, String mend, RedisSwarmStore one) {
    execute(redis.port(), spoil);
    await().until(() -> one.status().state() == State.AWAY);
    awaitMoreAnswers();
    execute(redis.port(), mend);
  }
}
