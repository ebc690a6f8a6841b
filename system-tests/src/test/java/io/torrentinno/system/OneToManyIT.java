package io.torrentinno.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.system.harness.AgentProcess;
import io.torrentinno.system.harness.TestFile;
import io.torrentinno.system.harness.Testbed;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One agent has a file, eight want it, all at once. */
final class OneToManyIT {
  private static final int SIZE = 64 << 20;

  @RegisterExtension final Testbed testbed = new Testbed();

  @Test
  void allEightFetchersGetTheFileUnchanged() {
    List<AgentProcess> agents =
        testbed.agents(
            testbed.tracker().port(), "seeder", "f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8");
    AgentProcess seeder = agents.getFirst();
    List<AgentProcess> fetchers = agents.subList(1, agents.size());
    Path file = testbed.file("file.bin", SIZE);
    String infoHash = seeder.api().share(file).infoHash();
    String manifest = seeder.api().manifest(infoHash);

    fetchers.forEach(fetcher -> fetcher.api().add(manifest));

    String sha256 = TestFile.sha256(file);
    assertThat(fetchers)
        .allSatisfy(fetcher -> assertThat(fetcher.awaitComplete(infoHash)).isEqualTo(sha256))
        .allSatisfy(fetcher -> assertThat(fetcher.complaints()).isEmpty());
    printCopies(seeder);
  }

  @SuppressWarnings("SystemOut") // a figure to look at, not a rule
  private static void printCopies(AgentProcess seeder) {
    long uploaded =
        seeder.api().metrics().sum("torrentinno_agent_bytes_total", "direction=\"upload\"");
    System.out.printf(
        Locale.ROOT, "1 to 8: the seeder uploaded %.2f copies%n", (double) uploaded / SIZE);
  }
}
