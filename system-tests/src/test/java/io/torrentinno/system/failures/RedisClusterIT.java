package io.torrentinno.system.failures;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.torrentinno.system.harness.HttpAnswer;
import io.torrentinno.system.harness.Testbed;
import io.torrentinno.system.harness.TrackerProcess;
import io.torrentinno.tracker.testing.RedisClusterForTests;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two trackers on a Redis Cluster that loses a master while peers announce. */
final class RedisClusterIT {
  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final int SWARMS = 60;
  private static final int PEERS_EACH = 5;
  private static final int ANNOUNCES_PER_SECOND = 200;

  @RegisterExtension final Testbed testbed = new Testbed();

  private final Set<Integer> statuses = ConcurrentHashMap.newKeySet();
  private final LongAdder accepted = new LongAdder();

  private record Peer(int number) {
    String infoHash() {
      return "%064x".formatted(0xABC_0000 + number % SWARMS);
    }

    String id() {
      return "%064x".formatted(0xDEF_0000 + number);
    }

    String json() {
      return """
      {"peerId": "%s", "infoHash": "%s", "publicIp": "10.0.0.1", "publicPort": %d}
      """
          .formatted(id(), infoHash(), 1 + number);
    }
  }

  private static final List<Peer> PEERS =
      IntStream.range(0, SWARMS * PEERS_EACH).mapToObj(Peer::new).toList();

  @Test
  void listsEverybodyAgainWithinAnIntervalOfAReplicaTakingOver() {
    RedisClusterForTests cluster = testbed.closing(RedisClusterForTests.start(3, 1));
    List<TrackerProcess> trackers = List.of(tracker(cluster), tracker(cluster));
    testbed.closing(announcing(trackers));
    await().until(() -> trackers.stream().allMatch(RedisClusterIT::listsAll));

    cluster.kill(0);
    await().until(() -> cluster.isReplaced(0));
    accepted.reset();

    await().atMost(INTERVAL).until(() -> trackers.stream().allMatch(RedisClusterIT::listsAll));
    assertThat(PEERS)
        .allSatisfy(peer -> assertThat(announce(trackers.getLast(), peer)).isEqualTo(200));
    await().until(() -> accepted.sum() > 2 * ANNOUNCES_PER_SECOND);
    assertThat(statuses).isSubsetOf(200, 503);
  }

  private TrackerProcess tracker(RedisClusterForTests cluster) {
    return testbed.tracker(
        "--spring.data.redis.cluster.nodes=" + cluster.addresses(),
        "--torrentinno.tracker.interval=" + INTERVAL.toSeconds() + "s");
  }

  /** One announce after the other, of one peer after the other, at one tracker and the next. */
  private ScheduledExecutorService announcing(List<TrackerProcess> trackers) {
    ScheduledThreadPoolExecutor load = new ScheduledThreadPoolExecutor(1);
    LongAdder turn = new LongAdder();
    load.scheduleAtFixedRate(
        () -> {
          turn.increment();
          int number = turn.intValue();
          int status =
              announce(trackers.get(number % trackers.size()), PEERS.get(number % PEERS.size()));
          statuses.add(status);
          if (status == 200) {
            accepted.increment();
          }
        },
        0,
        TimeUnit.SECONDS.toMicros(1) / ANNOUNCES_PER_SECOND,
        TimeUnit.MICROSECONDS);
    return load;
  }

  private static int announce(TrackerProcess tracker, Peer peer) {
    return HttpAnswer.to("POST", tracker.uri().resolve("/peers"), peer.json()).status();
  }

  private static boolean listsAll(TrackerProcess tracker) {
    try {
      HttpAnswer answer = HttpAnswer.to("GET", tracker.uri().resolve("/peers"), null);
      return answer.status() == 200 && listed(answer).equals(Set.copyOf(PEERS));
    } catch (UncheckedIOException e) {
      return false; // cut off: Redis went while the list was sent
    }
  }

  private static Set<Peer> listed(HttpAnswer answer) {
    Map<List<String>, Peer> byIds =
        PEERS.stream().collect(toMap(peer -> List.of(peer.infoHash(), peer.id()), peer -> peer));
    Set<Peer> listed = new HashSet<>();
    answer
        .json()
        .properties()
        .forEach(swarm ->
            listed.addAll(
                swarm.getValue().propertyNames().stream()
                    .map(id -> byIds.get(List.of(swarm.getKey(), id)))
                    .collect(toSet())));
    return listed;
  }
}
