package io.torrentinno.tracker.store.redis;

import static io.torrentinno.tracker.store.Peers.leecher;
import static io.torrentinno.tracker.store.Peers.listed;
import static io.torrentinno.tracker.store.Peers.overIpv6;
import static io.torrentinno.tracker.store.Peers.proof;
import static io.torrentinno.tracker.store.Peers.seeder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.torrentinno.tracker.store.Peers;
import io.torrentinno.tracker.swarm.model.Proof;
import io.torrentinno.tracker.swarm.model.SwarmCounts;
import io.torrentinno.tracker.swarm.model.SwarmPeer;
import io.torrentinno.tracker.swarm.model.Unlisted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Several trackers have equal tables. */
@Tag("redis")
class SharedTableTest extends TrackersOnRedis {
  @Test
  void showsEachTrackerWhatTheOthersReceive() {
    RedisSwarmStore one = tracker();
    RedisSwarmStore other = tracker();
    announce(one, leecher(1));
    announce(other, overIpv6(seeder(2)));

    awaitMembers(one, leecher(1), overIpv6(seeder(2)));
    awaitMembers(other, leecher(1), overIpv6(seeder(2)));
    one.remove(SWARM, seeder(2).id(), proof(overIpv6(seeder(2)))).join();

    awaitMembers(other, leecher(1));
  }

  /** On a busy machine, this takes more than one try. */
  @Test
  void showsAPeerToTheOthersWithinATenthOfASecond() {
    RedisSwarmStore one = tracker();
    RedisSwarmStore other = tracker();
    AtomicInteger peers = new AtomicInteger();

    await()
        .until(() -> {
          SwarmPeer peer = leecher(peers.incrementAndGet());
          announce(one, peer);
          return within(Duration.ofMillis(100), () -> members(other).contains(peer));
        });
  }

  /** Times in the log are Redis's, so the clocks of trackers need not agree. */
  @Test
  void sharesPeersWithATrackerWhoseClockIsAnHourAhead() {
    long hour = Duration.ofHours(1).toNanos();
    RedisSwarmStore one = tracker();
    RedisSwarmStore ahead = level(tracker(OPTIONS, () -> System.nanoTime() + hour));
    announce(one, leecher(1));
    announce(ahead, leecher(2));
    awaitMembers(one, leecher(1), leecher(2));
    awaitMembers(ahead, leecher(1), leecher(2));

    redis.kill();
    ahead.remove(SWARM, leecher(1).id(), proof(leecher(1))).join();
    announce(ahead, leecher(3));
    redis.revive();

    level(ahead);
    awaitMembers(one, leecher(2), leecher(3));
  }

  /** A tracker that reads the log is not known to Redis, so none of them is ever stale. */
  @Test
  void leavesNothingInRedisButTheLog() {
    tracker().close();
    announce(tracker(), leecher(1));

    assertThat(commands().keys("*")).containsExactly(KEY);
    assertThat(commands().opsForStream().groups(KEY)).isEmpty();
  }

  /** A tracker that has nothing else to do reads the log every 20 ms. */
  @Test
  void answersALoneAnnounceBeforeItWouldReadTheLogNext() {
    RedisSwarmStore one = tracker();
    AtomicInteger peers = new AtomicInteger();

    await()
        .until(() -> {
          SwarmPeer peer = leecher(peers.incrementAndGet());
          CompletableFuture<?> answer = one.announce(Peers.announce(SWARM, peer), 50);
          boolean isSoon = within(Duration.ofMillis(8), answer::isDone);
          answer.join();
          return isSoon;
        });
  }

  private static boolean within(Duration time, BooleanSupplier holds) {
    long began = System.nanoTime();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() - began > time.toNanos()) {
        return false;
      }
      Thread.onSpinWait();
    }
    return true;
  }

  @Test
  void knowsTheOwnerOfAListingThatAnotherTrackerWrote() {
    RedisSwarmStore one = tracker();
    RedisSwarmStore other = tracker();
    Proof stranger = proof(leecher(99));
    one.announce(Peers.announce(SWARM, leecher(1)).withProof(proof(leecher(1)).withKey(7)), 50)
        .join();
    awaitMembers(other, leecher(1));

    assertThat(other.remove(SWARM, leecher(1).id(), stranger.withKey(8)).join().reached())
        .isEqualTo(Unlisted.PEER_ID);
    assertThat(members(other)).containsExactly(leecher(1));

    other.remove(SWARM, leecher(1).id(), stranger.withKey(7)).join();
    awaitMembers(one);
  }

  @Test
  void endsWithEqualTablesWhateverCrosses() {
    RedisSwarmStore one = tracker();
    RedisSwarmStore other = tracker();
    Random random = new Random(5);
    List<CompletableFuture<?>> answers = new ArrayList<>();
    for (int step = 0; step < 5_000; step++) {
      RedisSwarmStore store = random.nextBoolean() ? one : other;
      int peer = random.nextInt(100);
      answers.add(
          random.nextInt(3) == 0
              ? store.remove(SWARM, leecher(peer).id(), proof(leecher(peer)))
              : store.announce(
                  Peers.announce(SWARM, random.nextBoolean() ? leecher(peer) : seeder(peer)), 9));
    }
    CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).join();

    await().untilAsserted(() -> assertThat(members(one)).isEqualTo(members(other)));
    assertThat(members(tracker())).isEqualTo(members(one));
  }

  @Test
  void givesATrackerThatStartsAllThatIsInTheLog() {
    RedisSwarmStore one = tracker();
    for (int peer = 1; peer <= 3_000; peer++) {
      one.announce(Peers.announce(SWARM, leecher(peer)), 0);
    }
    complete(one, seeder(1));
    complete(one, seeder(2));

    RedisSwarmStore late = tracker();

    assertThat(members(late)).hasSize(3_000).isEqualTo(members(one));
    assertThat(late.scrape(SWARM).join()).isEqualTo(new SwarmCounts(2, 2_998, 2));
  }

  @Test
  void countsWhatCompletedBeforeTheLogBegins() {
    RedisSwarmStore one = tracker();
    complete(one, seeder(1));
    complete(one, seeder(2));
    commands().delete(KEY);
    announce(one, leecher(3));

    assertThat(tracker().scrape(SWARM).join().completed()).isEqualTo(2);
  }

  @Test
  void writesNoAnnounceThatSaysNothingNew() {
    RedisSwarmStore one = tracker();
    announce(one, leecher(1));
    announce(one, leecher(2));
    double applied = count("applied");

    assertThat(Peers.all(announce(one, leecher(1)).peers())).containsExactly(listed(leecher(2)));
    assertThat(count("applied")).isEqualTo(applied);
    announce(one, seeder(1));
    assertThat(count("applied")).isEqualTo(applied + 1);
  }

  @Test
  void losesNothingThatWasAnsweredWhenATrackerCloses() {
    RedisSwarmStore one = tracker();
    RedisSwarmStore other = tracker();
    List<SwarmPeer> answered = new ArrayList<>();
    for (int peer = 1; peer <= 500; peer++) {
      announce(one, leecher(peer));
      answered.add(leecher(peer));
    }
    one.close();

    awaitMembers(other, answered.toArray(SwarmPeer[]::new));
  }

  @Test
  void writesWhatIsUnderWayBeforeItCloses() {
    RedisSwarmStore one = tracker();
    RedisSwarmStore other = tracker();
    List<CompletableFuture<?>> answers = new ArrayList<>();
    for (int peer = 1; peer <= 2_000; peer++) {
      answers.add(one.announce(Peers.announce(SWARM, leecher(peer)), 50));
    }
    one.close();

    assertThat(answers).allMatch(CompletableFuture::isDone);
    await().until(() -> members(other).size() == 2_000);
  }

  /** Strangers could fill the log by leaves otherwise. */
  @Test
  void writesNoLeaveOfAPeerThatItDoesNotKnow() {
    RedisSwarmStore one = tracker();
    announce(one, leecher(1));
    double applied = count("applied");

    assertThat(one.remove(SWARM, leecher(2).id(), proof(leecher(2))).join().counts().peers())
        .isOne();
    announce(one, leecher(3));

    assertThat(count("applied")).isEqualTo(applied + 1);
  }

  /** The announces are not in the table yet when the peers leave. */
  @Test
  void writesALeaveOfAPeerWhoseAnnounceIsUnderWay() {
    RedisSwarmStore one = tracker();
    RedisSwarmStore other = tracker();
    List<CompletableFuture<?>> answers = new ArrayList<>();
    for (int peer = 1; peer <= 1_000; peer++) {
      answers.add(one.announce(Peers.announce(SWARM, leecher(peer)), 50));
      answers.add(one.remove(SWARM, leecher(peer).id(), proof(leecher(peer))));
    }
    CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).join();
    announce(one, leecher(1_001));

    awaitMembers(one, leecher(1_001));
    awaitMembers(other, leecher(1_001));
  }
}
