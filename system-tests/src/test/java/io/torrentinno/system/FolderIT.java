package io.torrentinno.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.torrentinno.protocol.rest.ResourceBody;
import io.torrentinno.system.harness.AgentProcess;
import io.torrentinno.system.harness.ProblemException;
import io.torrentinno.system.harness.TestFolder;
import io.torrentinno.system.harness.Testbed;
import io.torrentinno.system.harness.TrackerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Folders that are shared by one agent and fetched by another. */
final class FolderIT {
  private static final int BYTES_PER_SECOND = 3_000_000;

  @RegisterExtension static final Testbed TESTBED = new Testbed();

  private static AgentProcess seeder;
  private static AgentProcess fetcher;

  @BeforeAll
  static void start() {
    TrackerProcess tracker = TESTBED.tracker();
    List<AgentProcess> agents = TESTBED.agents(tracker.port(), "seeder", "fetcher");
    seeder = agents.get(0);
    fetcher = agents.get(1);
  }

  @Test
  void aSourceTreeArrivesAsItIsByItsManifest() throws IOException {
    Path tree = TestFolder.source(TESTBED.directory().resolve("source"));
    String infoHash = seeder.api().share(tree).infoHash();

    fetcher.api().add(seeder.api().manifest(infoHash));

    expectSame(infoHash, tree);
  }

  @Test
  void aModelRepositoryArrivesAsItIsByItsLink() throws IOException {
    Path tree = TestFolder.model(TESTBED.directory().resolve("model"));
    ResourceBody shared = seeder.api().share(tree);

    fetcher.api().addMagnet(shared.magnet());

    expectSame(shared.infoHash(), tree);
  }

  @Test
  void aPartOfAFolderArrivesAndIsServedAfterARestart() throws IOException {
    Path tree = TestFolder.model(TESTBED.directory().resolve("chosen"));
    Files.createSymbolicLink(tree.resolve("secrets"), Path.of("/etc"));
    List<String> include = List.of("config.json", "tokenizer", "model-00002-of-00002.safetensors");
    String infoHash = seeder.api().sharePart(tree, include, "small").infoHash();
    seeder.kill();
    seeder.restart();
    Files.delete(tree.resolve("latest"));

    fetcher.api().add(seeder.api().manifest(infoHash));

    await().until(() -> fetcher.api().get(infoHash).state().equals("seeding"));
    Map<String, String> expected = TestFolder.listing(tree);
    expected
        .keySet()
        .removeAll(List.of("secrets", "logs", "logs/empty", "model-00001-of-00002.safetensors"));
    assertThat(TestFolder.listing(fetcher.dataDir().resolve("small"))).isEqualTo(expected);
    seeder.api().remove(infoHash, true);
    assertThat(tree.resolve("config.json")).exists();
  }

  @Test
  void aFetcherThatIsKilledGoesOnWithWhatItHad() throws IOException {
    Path tree = TestFolder.model(TESTBED.directory().resolve("killed"));
    String infoHash = seeder.api().share(tree).infoHash();
    fetcher.api().limitDownload(BYTES_PER_SECOND);
    fetcher.api().add(seeder.api().manifest(infoHash));
    ResourceBody before = fetcher.awaitProgress(infoHash, 0.3);

    fetcher.kill();
    assertThat(fetcher.dataDir().resolve("killed")).doesNotExist();
    fetcher.restart();

    expectSame(infoHash, tree);
    assertThat(
            fetcher.api().metrics().sum("torrentinno_agent_bytes_total", "direction=\"download\""))
        .as("fetched after the crash, when %s bytes were there before", before.completedBytes())
        .isLessThanOrEqualTo(before.size() - before.completedBytes());
  }

  @Test
  void aSeederNamesTheFileThatHasChanged() throws IOException {
    Path tree = TestFolder.source(TESTBED.directory().resolve("changing"));
    String infoHash = seeder.api().share(tree).infoHash();

    Files.writeString(tree.resolve("build.sh"), "changed");
    fetcher.api().add(seeder.api().manifest(infoHash));

    await().until(() -> seeder.api().get(infoHash).state().equals("error"));
    assertThat(seeder.api().get(infoHash).error()).contains("build.sh");
    fetcher.api().remove(infoHash, true);
    assertThat(fetcher.dataDir().resolve("changing")).doesNotExist();
    assertThat(fetcher.dataDir().resolve(".torrentinno-changing")).doesNotExist();
  }

  @Test
  void aLinkThatLeavesTheFolderIsRefused() throws IOException {
    Path tree = TestFolder.source(TESTBED.directory().resolve("leaving"));
    Files.createSymbolicLink(tree.resolve("secrets"), Path.of("/etc"));

    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> seeder.api().share(tree))
        .withMessageContaining("unshareable")
        .withMessageContaining("secrets");
  }

  private static void expectSame(String infoHash, Path tree) throws IOException {
    await().until(() -> fetcher.api().get(infoHash).state().equals("seeding"));
    Path fetched = fetcher.dataDir().resolve(fetcher.api().get(infoHash).name());
    assertThat(TestFolder.listing(fetched)).isEqualTo(TestFolder.listing(tree));
  }
}
