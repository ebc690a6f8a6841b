package io.torrentinno.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.torrentinno.system.harness.AgentProcess;
import io.torrentinno.system.harness.HttpAnswer;
import io.torrentinno.system.harness.Metrics;
import io.torrentinno.system.harness.TestFile;
import io.torrentinno.system.harness.Testbed;
import io.torrentinno.system.harness.TrackerProcess;
import io.torrentinno.tracker.testing.RedisForTests;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the program is for, with a tracker that keeps its swarms in Redis. */
final class SwarmIT {
  private static final int SIZE = 200_000_000;

  @RegisterExtension static final Testbed TESTBED = new Testbed();

  private static TrackerProcess tracker;
  private static AgentProcess seeder;
  private static List<AgentProcess> fetchers;

  @BeforeAll
  static void start() {
    RedisForTests redis = TESTBED.closing(RedisForTests.start());
    tracker =
        TESTBED.tracker(
            "--spring.data.redis.host=" + redis.host(), "--spring.data.redis.port=" + redis.port());
    List<AgentProcess> agents =
        TESTBED.agents(tracker.port(), "seeder", "fetcher-1", "fetcher-2", "fetcher-3");
    seeder = agents.getFirst();
    fetchers = agents.subList(1, 4);
  }

  @Test
  void aFileArrivesUnchangedAtThreeFetchers() {
    Path file = TESTBED.file("file.bin", SIZE);
    String infoHash = seeder.api().share(file).infoHash();
    String manifest = seeder.api().manifest(infoHash);

    fetchers.forEach(fetcher -> fetcher.api().add(manifest));

    String sha256 = TestFile.sha256(file);
    assertThat(fetchers)
        .allSatisfy(fetcher -> assertThat(fetcher.awaitComplete(infoHash)).isEqualTo(sha256))
        .allSatisfy(fetcher -> assertThat(fetcher.complaints()).isEmpty());
    assertThat(seeder.complaints()).isEmpty();
  }

  @Test
  void agentsExportWhatAnOperatorNeeds() {
    Metrics metrics = seeder.api().metrics();

    assertThat(metrics.names())
        .contains(
            "torrentinno_agent_wasted_bytes_total",
            "torrentinno_agent_peers",
            "torrentinno_agent_known_peers",
            "torrentinno_agent_bans",
            "torrentinno_agent_write_queue_bytes",
            "torrentinno_agent_write_queue_limit_bytes");
    assertThat(List.of("download", "upload"))
        .map("direction=\"%s\""::formatted)
        .allMatch(direction -> metrics.has("torrentinno_agent_bytes_total", direction))
        .allMatch(direction -> metrics.has("torrentinno_agent_rate_bytes_per_second", direction));
    assertThat(List.of("verified", "corrupt"))
        .map("outcome=\"%s\""::formatted)
        .allMatch(outcome -> metrics.has("torrentinno_agent_pieces_total", outcome));
    assertThat(List.of("checking", "downloading", "seeding", "paused", "error"))
        .map("state=\"%s\""::formatted)
        .allMatch(state -> metrics.has("torrentinno_agent_resources", state));
  }

  @Test
  void agentsAndTrackersCountAndTimeAnnounces() {
    seeder.api().share(TESTBED.file("announced.bin", 1000));
    URI announces = tracker.uri().resolve("/peers");
    assertThat(HttpAnswer.to("POST", announces, "{}").status()).isEqualTo(400);

    for (String suffix : List.of("_count", "_sum", "_bucket")) {
      String agents = "torrentinno_agent_announces_seconds" + suffix;
      String trackers = "torrentinno_tracker_announces_seconds" + suffix;
      await().until(() -> seeder.api().metrics().has(agents, "outcome=\"accepted\""));
      await().until(() -> tracker.metrics().has(trackers, "event=\"started\""));
      assertThat(tracker.metrics().has(trackers, "outcome=\"accepted\"")).isTrue();
      assertThat(tracker.metrics().has(trackers, "outcome=\"invalid\"")).isTrue();
    }
  }

  @Test
  void trackersExportWhatAnOperatorNeeds() {
    assertThat(tracker.metrics().names())
        .contains(
            "torrentinno_tracker_swarms",
            "torrentinno_tracker_peers",
            "torrentinno_tracker_seeders");
  }
}
