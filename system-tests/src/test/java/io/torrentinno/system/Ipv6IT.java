package io.torrentinno.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.system.harness.AgentProcess;
import io.torrentinno.system.harness.Host;
import io.torrentinno.system.harness.TestFile;
import io.torrentinno.system.harness.Testbed;
import io.torrentinno.system.harness.TrackerProcess;
import io.torrentinno.system.namespace.OwnNamespace;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A network without IPv4. */
@Tag("namespace")
final class Ipv6IT {
  @RegisterExtension final Testbed testbed = new Testbed();

  @Test
  void aFileArrivesUnchanged() throws IOException {
    Host loopback = OwnNamespace.ipv6();
    TrackerProcess tracker = testbed.trackerAt(loopback);
    AgentProcess seeder = testbed.agentAt(loopback, "seeder", tracker);
    AgentProcess fetcher = testbed.agentAt(loopback, "fetcher", tracker);
    Path file = testbed.file("file.bin", 10_000_000);

    String infoHash = seeder.api().share(file).infoHash();
    fetcher.api().add(seeder.api().manifest(infoHash));

    assertThat(fetcher.awaitComplete(infoHash)).isEqualTo(TestFile.sha256(file));
    assertThat(seeder.complaints()).isEmpty();
    assertThat(fetcher.complaints()).isEmpty();
  }
}
