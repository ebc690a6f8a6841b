package io.torrentinno.tracker.store.redis;

import static io.torrentinno.tracker.store.Peers.leecher;
import static io.torrentinno.tracker.store.Peers.listed;
import static io.torrentinno.tracker.store.Peers.proof;
import static io.torrentinno.tracker.store.Peers.seeder;
import static io.torrentinno.tracker.store.Peers.swarm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.torrentinno.tracker.store.Peers;
import io.torrentinno.tracker.store.redis.Change.Listed;
import io.torrentinno.tracker.store.redis.RedisSwarmStore.Options;
import io.torrentinno.tracker.store.redis.RedisSwarmStore.State;
import io.torrentinno.tracker.swarm.model.Caps;
import io.torrentinno.tracker.swarm.model.Selection;
import io.torrentinno.tracker.testing.LogOf;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.stream.RecordId;

/** Trackers whose Redis is away, or does not do what it should. */
@Tag("redis")
class RedisAwayTest extends TrackersOnRedis {
  private static final String LATE =
      "WARN Not level with the log in Redis, .*: reads the log [0-9]{4,} ms late";

  @Test
  void goesOnWithoutRedisAndTellsTheOthersWhenRedisIsBack() {
    RedisSwarmStore one = tracker();
    RedisSwarmStore other = tracker();
    announce(one, leecher(1));
    announce(one, leecher(2));
    awaitMembers(other, leecher(1), leecher(2));

    redis.kill();
    Selection alone = announce(one, leecher(3));
    assertThat(Peers.all(alone.peers()))
        .containsExactlyInAnyOrder(listed(leecher(1)), listed(leecher(2)));
    one.remove(SWARM, leecher(2).id(), proof(leecher(2))).join();
    complete(other, seeder(4));
    assertThat(one.status().state()).isEqualTo(State.AWAY);
    assertThat(one.status().trouble()).isNotBlank();
    assertThat(members(one)).containsExactlyInAnyOrder(leecher(1), leecher(3));

    redis.revive();
    level(one);
    level(other);
    awaitMembers(one, leecher(1), leecher(3), seeder(4));
    awaitMembers(other, leecher(1), leecher(3), seeder(4));
    assertThat(one.scrape(SWARM).join().completed()).isOne();
    assertThat(other.scrape(SWARM).join().completed()).isOne();
  }

  @Test
  void refusesAnnouncesWithoutRedisWhereTheOperatorWantsThis() {
    RedisSwarmStore one =
        level(tracker(new Options(TTL, Duration.ofSeconds(20), Caps.NONE, true), System::nanoTime));
    announce(one, leecher(1));

    redis.kill();
    await().until(() -> one.status().state() == State.AWAY);

    double refused = count("refused");
    assertThat(one.announce(Peers.announce(SWARM, leecher(1)), 9)).isCompletedExceptionally();
    assertThat(one.look(Peers.announce(SWARM, leecher(2)), 9)).isCompletedExceptionally();
    assertThat(count("refused")).isEqualTo(refused + 2);
    assertThat(one.scrape(SWARM)).isCompletedExceptionally();
  }

  /** As when the memory of the JVM is used up for a moment. The second error is in handling it. */
  @Test
  void goesOnAfterErrorsOfItsThread() {
    AtomicInteger errors = new AtomicInteger();
    LongSupplier clock =
        () -> {
          if (Thread.currentThread().getName().equals("redis-log")
              && errors.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new OutOfMemoryError("for this test");
          }
          return System.nanoTime();
        };
    RedisSwarmStore one = level(tracker(OPTIONS, clock));
    announce(one, leecher(1));

    errors.set(2);
    await().untilAtomic(errors, equalTo(0));
    CompletableFuture<?> answer = one.announce(Peers.announce(SWARM, leecher(2)), 50);

    await().until(answer::isDone);
    level(one);
    assertThat(members(tracker())).containsExactlyInAnyOrder(leecher(1), leecher(2));
  }

  /** When it goes on, Redis adds entries that trackers have given up. */
  @Test
  void listsNoPeerThatLeftWhileRedisHung() {
    RedisSwarmStore one = tracker();
    RedisSwarmStore other = tracker();
    for (int peer = 1; peer <= 200; peer++) {
      announce(one, leecher(peer));
    }
    await().until(() -> members(other).size() == 200);

    redis.hang();
    try {
      List<CompletableFuture<Selection>> answers = new ArrayList<>();
      for (int peer = 1; peer <= 200; peer++) {
        answers.add(one.announce(Peers.announce(SWARM, seeder(peer)), 0));
      }
      answers.forEach(CompletableFuture::join);
      for (int peer = 1; peer <= 200; peer++) {
        RedisSwarmStore at = peer % 2 == 0 ? one : other;
        at.remove(SWARM, leecher(peer).id(), proof(leecher(peer))).join();
      }
    } finally {
      redis.goOn();
    }

    announce(level(one), leecher(201));
    level(other);
    awaitMembers(one, leecher(201));
    awaitMembers(other, leecher(201));
  }

  /** When an announce is given up, others were given up before it, so its peer may leave first. */
  @Test
  void listsNoPeerThatLeavesBeforeItsAnnounceIsGivenUp() {
    AtomicReference<Runnable> beforeThat = new AtomicReference<>(() -> {});
    LongSupplier clock =
        () -> {
          if (isIn(Outbox.class, "drainAll")) {
            beforeThat.getAndSet(() -> {}).run();
          }
          return System.nanoTime();
        };
    RedisSwarmStore one = level(tracker(OPTIONS, clock));
    beforeThat.set(() -> one.remove(SWARM, leecher(1).id(), proof(leecher(1))));

    redis.hang();
    try {
      one.announce(Peers.announce(SWARM, leecher(1)), 0).join();
    } finally {
      redis.goOn();
    }

    assertThat(members(one)).isEmpty();
    announce(level(one), leecher(2));
    awaitMembers(one, leecher(2));
  }

  @Test
  void keepsAPeerThatAStrangerRemovesBeforeItsFirstAnnounceIsReadBack() {
    RedisSwarmStore one = tracker();
    RedisSwarmStore other = tracker();
    redis.hang();
    try {
      one.announce(Peers.announce(SWARM, leecher(1)), 0);
      one.remove(SWARM, leecher(1).id(), proof(leecher(99)));
      one.announce(Peers.announce(SWARM, leecher(2)), 0);
      one.announce(Peers.announce(SWARM, leecher(3)), 0);
      one.remove(SWARM, leecher(3).id(), proof(leecher(3)));
      one.announce(Peers.announce(SWARM, leecher(4)), 0);
    } finally {
      redis.goOn();
    }

    awaitMembers(other, leecher(1), leecher(2), leecher(4));
    awaitMembers(one, leecher(1), leecher(2), leecher(4));
  }

  /** What finds no room must not be written before what waits. */
  @Test
  void listsNoPeerWhoseLeaveFoundNoRoom() {
    RedisSwarmStore one = tracker();
    RedisSwarmStore other = tracker();
    redis.hang();
    try {
      for (int peer = 10; peer <= 5_000; peer++) { // More than a round writes.
        one.announce(Peers.announce(swarm(2), leecher(peer)), 0);
      }
      one.announce(Peers.announce(SWARM, leecher(1)), 0);
      one.announce(Peers.announce(SWARM, leecher(2)), 0);
      for (int peer = 10; peer <= 45_000; peer++) {
        one.announce(Peers.announce(swarm(3), leecher(peer)), 0);
      }
      one.remove(SWARM, leecher(1).id(), proof(leecher(1))).join();
      complete(one, seeder(2));
    } finally {
      redis.goOn();
    }

    announce(level(one), leecher(3));
    awaitMembers(one, seeder(2), leecher(3));
    awaitMembers(other, seeder(2), leecher(3));
  }

  /** Nothing else shows it: a new log has higher ids than the old one. */
  @Test
  void writesAgainWhatADeletedLogHad() {
    Duration ttl = Duration.ofSeconds(10); // So a heartbeat is written every five seconds.
    RedisSwarmStore one = level(tracker(new Options(ttl, ttl, Caps.NONE, false), System::nanoTime));
    announce(one, leecher(1));

    try (LogOf log = new LogOf(RedisReport.class)) {
      execute("FLUSHALL");
      announce(one, leecher(2));
      await().until(() -> log.lines().stream().anyMatch(line -> line.contains("was deleted")));
    }
    announce(level(one), leecher(1));

    assertThat(members(tracker())).containsExactlyInAnyOrder(leecher(1), leecher(2));
  }

  /** A read may span minutes, when a tracker starts. */
  @Test
  void appliesAllThatItHadReadWhenItFailed() {
    for (int peer = 1; peer <= 3; peer++) {
      List<Change> listed = List.of(new Listed(Peers.announce(SWARM, leecher(peer)), 0, 0));
      long time = System.currentTimeMillis() - 45_000 + peer * 10_000L;
      add(new LogEntry(7, peer, listed).bytes(), RecordId.of(time, 0));
    }
    AtomicBoolean fails = new AtomicBoolean(true);
    LongSupplier clock =
        () -> {
          if (isApplying() && fails.getAndSet(false)) {
            throw new OutOfMemoryError("for this test");
          }
          return System.nanoTime();
        };

    RedisSwarmStore one = level(tracker(OPTIONS, clock));

    assertThat(fails).isFalse();
    assertThat(members(one)).containsExactlyInAnyOrder(leecher(1), leecher(2), leecher(3));
  }

  private static boolean isApplying() {
    return isIn(LogReader.class, "applyMessage");
  }

  private static boolean isIn(Class<?> type, String method) {
    return StackWalker.getInstance()
        .walk(frames ->
            frames.anyMatch(frame ->
                frame.getClassName().equals(type.getName())
                    && frame.getMethodName().equals(method)));
  }

  @Test
  void writesAgainWhatALostLogHad() {
    RedisSwarmStore one = tracker();
    announce(one, leecher(1));
    redis.kill();
    await().until(() -> one.status().state() == State.AWAY);
    redis.revive();
    level(one);

    announce(one, leecher(1)); // Written a short time ago, but not to this log.

    assertThat(members(tracker())).containsExactly(leecher(1));
  }

  @Test
  void saysSoWhenItReadsTheLogTooLate() {
    CountDownLatch late = new CountDownLatch(1);
    AtomicBoolean blocks = new AtomicBoolean();
    LongSupplier clock =
        () -> {
          if (blocks.get() && isApplying()) {
            waitFor(late);
          }
          return System.nanoTime();
        };
    RedisSwarmStore behind = level(tracker(OPTIONS, clock));
    RedisSwarmStore other = tracker();
    try (LogOf log = new LogOf(RedisReport.class)) {
      blocks.set(true);
      for (int peer = 1; peer <= 600; peer++) {
        announce(other, leecher(peer)); // Each is an entry. A tracker reads 250 of them at once.
      }
      long written = System.nanoTime();
      await().until(() -> System.nanoTime() - written > Duration.ofMillis(1_100).toNanos());
      blocks.set(false);
      late.countDown();

      await().until(() -> log.lines().stream().anyMatch(line -> line.matches(LATE)));
      level(behind);
      await().until(() -> members(behind).size() == 600);
    }
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
