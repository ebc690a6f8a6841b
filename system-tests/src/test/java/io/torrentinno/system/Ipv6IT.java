package io.torrentinno.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.system.harness.AgentProcess;
import io.torrentinno.system.harness.Host;
import io.torrentinno.system.harness.TestFile;
import io.torrentinno.system.harness.Testbed;
import io.torrentinno.system.harness.TrackerProcess;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A network without IPv4. */
final class Ipv6IT {
  private static final Host LOOPBACK = new Host("::1", List.of());

  @RegisterExtension final Testbed testbed = new Testbed();

  @Test
  void aFileArrivesUnchanged() {
    TrackerProcess tracker = testbed.trackerAt(LOOPBACK);
    AgentProcess seeder = testbed.agentAt(LOOPBACK, "seeder", tracker);
    AgentProcess fetcher = testbed.agentAt(LOOPBACK, "fetcher", tracker);
    Path file = testbed.file("file.bin", 10_000_000);

    String infoHash = seeder.api().share(file).infoHash();
    fetcher.api().add(seeder.api().manifest(infoHash));

    assertThat(fetcher.awaitComplete(infoHash)).isEqualTo(TestFile.sha256(file));
    assertThat(seeder.complaints()).isEmpty();
    assertThat(fetcher.complaints()).isEmpty();
  }
}
