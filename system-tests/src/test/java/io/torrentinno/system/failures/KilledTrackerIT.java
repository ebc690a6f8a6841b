package io.torrentinno.system.failures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.torrentinno.system.harness.HttpAnswer;
import io.torrentinno.system.harness.Testbed;
import io.torrentinno.system.harness.TrackerProcess;
import io.torrentinno.tracker.testing.RedisForTests;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One of two trackers on a Redis is killed while peers announce to it. */
final class KilledTrackerIT {
  private static final int CALLERS = 8;
  private static final String SWARM = "%064x".formatted(0xABC);

  @RegisterExtension final Testbed testbed = new Testbed();

  private final Set<String> answered = ConcurrentHashMap.newKeySet();
  private final AtomicInteger peers = new AtomicInteger();

  @Test
  void losesNothingThatItAnswered() throws InterruptedException {
    RedisForTests redis = testbed.closing(RedisForTests.start());
    TrackerProcess killed = tracker(redis);
    TrackerProcess other = tracker(redis);
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      callers.add(Thread.ofVirtual().start(() -> announceUntilItFails(killed)));
    }
    await().until(() -> answered.size() > 1_000);

    killed.kill();
    for (Thread caller : callers) {
      caller.join();
    }

    await().until(() -> listed(other).containsAll(answered));
    assertThat(listed(tracker(redis))).as("one that starts later").containsAll(answered);
  }

  private TrackerProcess tracker(RedisForTests redis) {
    return testbed.tracker(
        "--spring.data.redis.host=" + redis.host(),
        "--spring.data.redis.port=" + redis.port(),
        "--torrentinno.tracker.ttl=10m",
        "--torrentinno.tracker.limits.requests-per-second=100000",
        "--torrentinno.tracker.limits.max-peers-per-address=100000");
  }

  private void announceUntilItFails(TrackerProcess tracker) {
    try {
      for (boolean goesOn = true; goesOn; ) {
        String id = "%064x".formatted(0xDEF_0000 + peers.incrementAndGet());
        String announce =
            "{\"peerId\":\"%s\",\"infoHash\":\"%s\",\"publicIp\":\"10.0.0.1\",\"publicPort\":1}"
                .formatted(id, SWARM);
        HttpAnswer answer = HttpAnswer.to("POST", tracker.uri().resolve("/peers"), announce);
        goesOn = answer.status() == 200 && answered.add(id);
      }
    } catch (UncheckedIOException e) {
      // It was killed.
    }
  }

  private static Set<String> listed(TrackerProcess tracker) {
    HttpAnswer answer = HttpAnswer.to("GET", tracker.uri().resolve("/peers"), null);
    return Set.copyOf(answer.json().path(SWARM).propertyNames());
  }
}
