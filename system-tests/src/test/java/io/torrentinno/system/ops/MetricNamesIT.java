package io.torrentinno.system.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.torrentinno.system.harness.AgentProcess;
import io.torrentinno.system.harness.Testbed;
import io.torrentinno.system.harness.TrackerProcess;
import io.torrentinno.tracker.testing.RedisForTests;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The rules and the dashboard ask for nothing that the services do not export. */
final class MetricNamesIT {
  private static final Set<String> MADE_BY_PROMETHEUS = Set.of("up", "ALERTS");

  /** Only an agent with a certificate exports it: see FiveMachinesIT. */
  private static final String OF_A_CERTIFICATE = "torrentinno_agent_peer_certificate_seconds";

  @RegisterExtension final Testbed testbed = new Testbed();

  @Test
  void everyMetricThatIsAskedForIsExportedAfterOneTransfer() throws IOException {
    RedisForTests redis = testbed.closing(RedisForTests.start());
    TrackerProcess tracker =
        testbed.tracker(
            "--spring.data.redis.host=" + redis.host(), "--spring.data.redis.port=" + redis.port());
    List<AgentProcess> agents = testbed.agents(tracker.port(), "seeder", "fetcher");
    AgentProcess seeder = agents.get(0);
    AgentProcess fetcher = agents.get(1);
    Path file = testbed.file("file.bin", 1_000_000);

    String infoHash = seeder.api().share(file).infoHash();
    fetcher.api().add(seeder.api().manifest(infoHash));
    await().until(() -> fetcher.api().get(infoHash).progress() == 1.0);

    Set<String> exported = new TreeSet<>(MADE_BY_PROMETHEUS);
    exported.add(OF_A_CERTIFICATE);
    exported.addAll(tracker.metrics().names());
    agents.forEach(agent -> exported.addAll(agent.api().metrics().names()));
    assertThat(Expressions.metrics()).isSubsetOf(exported);
  }
}
