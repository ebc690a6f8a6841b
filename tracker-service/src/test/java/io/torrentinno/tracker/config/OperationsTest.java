package io.torrentinno.tracker.config;

import static io.torrentinno.tracker.store.Peers.seeder;
import static io.torrentinno.tracker.store.Peers.swarm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.torrentinno.tracker.store.Peers;
import io.torrentinno.tracker.store.memory.MemorySwarmStore;
import io.torrentinno.tracker.swarm.SwarmStore;
import io.torrentinno.tracker.testing.ServedTracker;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.annotation.DirtiesContext.ClassMode;

/** Health and metrics of a tracker without Redis. */
@DirtiesContext(classMode = ClassMode.BEFORE_CLASS) // So that the metrics begin at zero.
class OperationsTest extends ServedTracker {
  @Autowired private SwarmStore store;

  @Test
  void keepsSwarmsInMemoryByDefault() {
    assertThat(store).isInstanceOf(MemorySwarmStore.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness"})
  void isHealthyWithoutARedis(String path) {
    HttpResponse<String> health = http.get(path);

    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(health.body()).contains("\"status\":\"UP\"");
  }

  @Test
  void showsHowFarItsLoopsAreBehind() {
    assertThat(http.get("/actuator/prometheus").body())
        .contains("torrentinno_tracker_loop_behind_seconds");
  }

  @Test
  void countsAnnouncesByEventAndOutcome() {
    http.postJson("/peers", "nonsense");
    http.postJson(
        "/peers",
        """
        {"peerId": "%1$s", "infoHash": "%1$s", "publicIp": "10.0.0.1", "publicPort": 1,
         "event": "started", "left": 0}
        """
            .formatted("5".repeat(64)));

    String metrics = http.get("/actuator/prometheus").body();

    String timer = "torrentinno_tracker_announces_seconds";
    assertThat(metrics)
        .contains(timer + "_count{event=\"none\",outcome=\"invalid\",protocol=\"json\"} 1")
        .contains(timer + "_count{event=\"started\",outcome=\"accepted\",protocol=\"json\"} 1")
        .contains(
            timer
                + "_bucket{event=\"started\",outcome=\"accepted\",protocol=\"json\",le=\"0.005\"}");
  }

  /** The counts are up to five seconds old. */
  @Test
  void showsTheCountsOfTheStore() {
    store.announce(Peers.announce(swarm(7), seeder(7)), 0).join();

    await()
        .untilAsserted(() ->
            assertThat(http.get("/actuator/prometheus").body())
                .containsPattern("torrentinno_tracker_swarms [1-9]")
                .containsPattern("torrentinno_tracker_peers [1-9]")
                .containsPattern("torrentinno_tracker_seeders [1-9]"));
  }
}
