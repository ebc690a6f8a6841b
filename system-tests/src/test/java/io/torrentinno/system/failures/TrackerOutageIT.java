package io.torrentinno.system.failures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.torrentinno.protocol.rest.ResourceBody;
import io.torrentinno.system.harness.AgentProcess;
import io.torrentinno.system.harness.TestFile;
import io.torrentinno.system.harness.Testbed;
import io.torrentinno.tracker.testing.FreePort;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A tracker that comes later than those who need it. */
final class TrackerOutageIT {
  @RegisterExtension final Testbed testbed = new Testbed();

  @Test
  void agentsSayThatTheTrackerIsAwayAndFetchOnceItIsThere() {
    int trackerPort = FreePort.next();
    List<AgentProcess> agents = testbed.agents(trackerPort, "seeder", "fetcher");
    AgentProcess seeder = agents.get(0);
    AgentProcess fetcher = agents.get(1);
    Path file = testbed.file("file.bin", 5_000_000);
    String infoHash = seeder.api().share(file).infoHash();

    fetcher.api().add(seeder.api().manifest(infoHash));

    await().until(() -> fetcher.api().get(infoHash).error() != null);
    ResourceBody waiting = fetcher.api().get(infoHash);
    assertThat(waiting.error()).contains("tracker");
    assertThat(waiting.state()).isEqualTo("downloading");

    testbed.tracker(trackerPort);

    assertThat(fetcher.awaitComplete(infoHash)).isEqualTo(TestFile.sha256(file));
    await().until(() -> fetcher.api().get(infoHash).error() == null);
    await().until(() -> seeder.api().get(infoHash).error() == null);
  }
}
