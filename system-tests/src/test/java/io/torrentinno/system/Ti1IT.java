package io.torrentinno.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.torrentinno.protocol.rest.ResourceBody;
import io.torrentinno.system.harness.AgentProcess;
import io.torrentinno.system.harness.TestFile;
import io.torrentinno.system.harness.Testbed;
import io.torrentinno.system.harness.TrackerProcess;
import io.torrentinno.system.ti1.Ti1Manifest;
import io.torrentinno.system.ti1.Ti1Peer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Deployed clients take part, and nothing that we send breaks one. */
final class Ti1IT {
  private static final String SMALLER = "00";
  private static final String GREATER = "ff";
  private static final int SIZE = 5_000_000;
  private static final int PIECE = 256 << 10;

  @RegisterExtension static final Testbed TESTBED = new Testbed();

  private static TrackerProcess tracker;
  private static AgentProcess agent;

  @BeforeAll
  static void start() {
    tracker = TESTBED.tracker();
    agent = TESTBED.agent(tracker.port(), "agent", "--torrentinno.agent.manifest-version=1");
  }

  @ParameterizedTest
  @ValueSource(strings = {SMALLER, GREATER})
  void seedsToUs(String id) throws IOException {
    byte[] content = TestFile.bytes(SIZE, id.hashCode());
    Ti1Manifest manifest = Ti1Manifest.of("to-us-" + id, content, PIECE, tracker.port());
    try (Ti1Peer seeder = Ti1Peer.seeding(id.repeat(32), manifest, content)) {

      ResourceBody added = agent.api().add(manifest.json());

      assertThat(added.infoHash()).isEqualTo(manifest.infoHash());
      assertThat(agent.awaitComplete(added.infoHash())).isEqualTo(TestFile.sha256(content));
      await().until(seeder::seesSeeder);
      assertThat(seeder.offences()).isEmpty();
    }
  }

  /** The second size is the largest piece that such a client takes. */
  @ParameterizedTest
  @CsvSource({SMALLER + ",262144", GREATER + ",262144", GREATER + ",1000000"})
  void fetchesFromUs(String id, int pieceSize) throws IOException {
    Path file = TESTBED.file("from-us-" + id + "-" + pieceSize, SIZE);
    ResourceBody shared =
        agent.api().share(Map.of("path", file.toString(), "pieceSize", pieceSize));
    Ti1Manifest manifest = Ti1Manifest.parse(agent.api().manifest(shared.infoHash()));
    assertThat(manifest.infoHash()).isEqualTo(shared.infoHash());

    try (Ti1Peer fetcher = Ti1Peer.fetching(id.repeat(32), manifest)) {
      await().until(fetcher::isComplete);

      assertThat(TestFile.sha256(fetcher.content())).isEqualTo(TestFile.sha256(file));
      assertThat(fetcher.offences()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({SMALLER + "," + GREATER, GREATER + "," + SMALLER})
  void fetchBesideUs(String seederId, String fetcherId) throws IOException {
    byte[] content = TestFile.bytes(SIZE, seederId.hashCode() + 1);
    Ti1Manifest manifest = Ti1Manifest.of("beside-" + seederId, content, PIECE, tracker.port());
    try (Ti1Peer seeder = Ti1Peer.seeding(seederId.repeat(32), manifest, content);
        Ti1Peer fetcher = Ti1Peer.fetching(fetcherId.repeat(32), manifest)) {

      ResourceBody added = agent.api().add(manifest.json());

      assertThat(agent.awaitComplete(added.infoHash())).isEqualTo(TestFile.sha256(content));
      await().until(fetcher::isComplete);
      assertThat(fetcher.offences()).isEmpty();
      assertThat(seeder.offences()).isEmpty();
    }
  }

  @Test
  void findEachOtherThroughOurTracker() throws IOException {
    byte[] content = TestFile.bytes(SIZE, 7);
    Ti1Manifest manifest = Ti1Manifest.of("among-them", content, PIECE, tracker.port());
    try (Ti1Peer seeder = Ti1Peer.seeding(GREATER.repeat(32), manifest, content);
        Ti1Peer fetcher = Ti1Peer.fetching(SMALLER.repeat(32), manifest)) {
      await().until(fetcher::isComplete);

      assertThat(fetcher.content()).isEqualTo(content);
      assertThat(seeder.offences()).isEmpty();
    }
  }
}
