package io.torrentinno.agent.runtime.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.torrentinno.agent.content.SampleTree;
import io.torrentinno.agent.placement.Placement;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.resource.view.ResourceException.Reason;
import io.torrentinno.agent.resource.view.ResourceState;
import io.torrentinno.agent.resource.view.ResourceStatus;
import io.torrentinno.agent.resource.view.files.FileStatus;
import io.torrentinno.agent.resource.view.reading.FileReader;
import io.torrentinno.agent.runtime.LocalAgents;
import io.torrentinno.agent.runtime.TorrentAgent;
import io.torrentinno.agent.selection.FileChoice;
import io.torrentinno.agent.selection.FilePriority;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.MagnetLink;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Agents that fetch some files of a folder. */
class FileChoiceTest extends LocalAgents {
  private static final FileChoice ALL =
      new FileChoice(List.of(), List.of(), List.of("**"), List.of());

  /** Bytes of {@code weights/small.bin}. */
  private static final long SMALL = 64 << 10;

  private Path shared;
  private TorrentAgent seeder;
  private InfoHash infoHash;

  @BeforeEach
  void share() throws Exception {
    shared = new SampleTree().writeTo(folder.resolve("model"));
    seeder = agent("seeder");
    infoHash = share(seeder, shared);
  }

  @Test
  void fetchesAndServesWhatIsChosen() throws Exception {
    TorrentAgent fetcher = agent("fetcher");

    fetcher.add(seeder.manifest(infoHash), Placement.USUAL, only("bin", "README.md"));

    awaitState(fetcher, infoHash, ResourceState.SEEDING);
    ResourceStatus status = fetcher.status(infoHash);
    assertThat(status.selectedBytes()).isEqualTo(70_007).isEqualTo(status.completedBytes());
    assertThat(status.size()).isGreaterThan(70_007);
    assertThat(status.progress()).isEqualTo(1);
    assertThat(fetcher.counters().downloadedBytes()).isEqualTo(70_007);
    assertThat(SampleTree.listing(folder.resolve("fetcher/model")))
        .containsOnlyKeys("", "README.md", "bin", "bin/run", "bin/latest");
    assertThat(fetcher.files(infoHash))
        .filteredOn(file -> file.priority() == FilePriority.SKIP)
        .extracting(FileStatus::path)
        .contains("weights/größe.bin", "empty")
        .doesNotContain("bin/run");
    stop(seeder);
    TorrentAgent next = agent("next");
    next.add(fetcher.manifest(infoHash), Placement.USUAL, only("bin/run"));
    awaitState(next, infoHash, ResourceState.SEEDING);
    assertThat(folder.resolve("next/model/bin/run"))
        .hasSameBinaryContentAs(shared.resolve("bin/run"));
  }

  @Test
  void fetchesTheRestLaterAlsoAfterARestart() throws Exception {
    TorrentAgent fetcher = agent("fetcher");
    fetcher.add(seeder.manifest(infoHash), Placement.USUAL, only("bin"));
    awaitState(fetcher, infoHash, ResourceState.SEEDING);
    stop(fetcher);
    fetcher = agent("fetcher");
    awaitState(fetcher, infoHash, ResourceState.SEEDING);
    assertThat(fetcher.status(infoHash).selectedBytes()).isEqualTo(70_000);

    fetcher.choose(infoHash, ALL);

    awaitWhole(fetcher);
    assertThat(SampleTree.listing(folder.resolve("fetcher/model")))
        .isEqualTo(SampleTree.listing(shared));
    assertThat(folder.resolve("fetcher/.torrentinno-model")).doesNotExist();
  }

  @Test
  void keepsTheChoiceOfALinkUntilTheManifestIsHere() throws Exception {
    TorrentAgent fetcher = agent("fetcher");

    fetcher.add(
        MagnetLink.parseAny(seeder.status(infoHash).magnet().toString()),
        Placement.USUAL,
        only("bin/run"));

    awaitState(fetcher, infoHash, ResourceState.SEEDING);
    assertThat(fetcher.counters().downloadedBytes()).isEqualTo(70_000);
  }

  @Test
  void saysThatALinkHasNoFileThatWasChosen() throws Exception {
    TorrentAgent fetcher = agent("fetcher");

    fetcher.add(
        MagnetLink.parseAny(seeder.status(infoHash).magnet().toString()),
        Placement.USUAL,
        only("nothing"));

    awaitState(fetcher, infoHash, ResourceState.ERROR);
    assertThat(fetcher.status(infoHash).error()).contains("nothing in model is named nothing");
    fetcher.choose(infoHash, only("bin"));
    fetcher.resume(infoHash);
    awaitState(fetcher, infoHash, ResourceState.SEEDING);
    assertThat(fetcher.status(infoHash).selectedBytes()).isEqualTo(70_000);
  }

  @Test
  void readsAFileThatIsSkipped() throws Exception {
    TorrentAgent fetcher = agent("fetcher");
    fetcher.add(seeder.manifest(infoHash), Placement.USUAL, only("bin"));
    awaitState(fetcher, infoHash, ResourceState.SEEDING);

    ByteBuffer bytes = ByteBuffer.allocate(1 << 20);
    try (FileReader reader =
        fetcher.read(fetcher.file(infoHash, List.of("weights", "small.bin")), 0, SMALL)) {
      while (reader.read(bytes, Duration.ofSeconds(30)) >= 0) {
        assertThat(bytes.position()).isPositive();
      }
    }

    assertThat(bytes.flip().remaining()).isEqualTo((int) SMALL);
    assertThat(fetcher.status(infoHash).state()).isEqualTo(ResourceState.SEEDING);
    assertThat(folder.resolve("fetcher/model/weights")).doesNotExist();
  }

  @Test
  void givesNamesToFilesOfWhichNothingIsMissing() throws Exception {
    TorrentAgent fetcher = agent("fetcher");
    fetcher.add(seeder.manifest(infoHash), Placement.USUAL, only("bin"));
    awaitState(fetcher, infoHash, ResourceState.SEEDING);
    fetcher.choose(infoHash, only("README.md"));
    awaitListing(fetcher, "", "README.md", "bin", "bin/run", "bin/latest");

    fetcher.choose(infoHash, only("bin", "empty", "README.md"));

    awaitListing(fetcher, "", "README.md", "bin", "bin/run", "bin/latest", "empty");
    assertThat(fetcher.counters().downloadedBytes()).isEqualTo(70_007);
  }

  private void awaitListing(TorrentAgent fetcher, String... paths) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> {
          assertThat(fetcher.status(infoHash).state()).isEqualTo(ResourceState.SEEDING);
          assertThat(SampleTree.listing(folder.resolve("fetcher/model"))).containsOnlyKeys(paths);
        });
  }

  @Test
  void doesNotMissTheBytesOfOtherFilesWhenOneIsSkippedMeanwhile() throws Exception {
    stop(seeder);
    TorrentAgent fetcher = agent("fetcher");
    fetcher.add(new SampleTree().manifest());
    awaitState(fetcher, infoHash, ResourceState.DOWNLOADING);

    ResourceStatus chosen = fetcher.choose(infoHash, only("bin"));

    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> assertThat(fetcher.status(infoHash).selectedBytes()).isEqualTo(70_000));
    assertThat(chosen.state()).isEqualTo(ResourceState.DOWNLOADING);
    seeder = agent("seeder");
    awaitState(fetcher, infoHash, ResourceState.SEEDING);
  }

  @Test
  void refusesAChoiceOfNothing() throws Exception {
    TorrentAgent fetcher = agent("fetcher");

    for (FileChoice wrong :
        List.of(only("nothing"), new FileChoice(List.of(), List.of("**"), List.of(), List.of()))) {
      ResourceException refusal =
          catchThrowableOfType(
              ResourceException.class,
              () -> fetcher.add(seeder.manifest(infoHash), Placement.USUAL, wrong));
      assertThat(refusal.reason()).isEqualTo(Reason.BAD_REQUEST);
      assertThat(fetcher.list()).isEmpty();
    }
    ResourceException refusal =
        catchThrowableOfType(
            ResourceException.class, () -> seeder.choose(infoHash, only("nothing")));
    assertThat(refusal.reason()).isEqualTo(Reason.BAD_REQUEST);
  }

  @Test
  void takesFilesThatAreThereAndFetchesTheOthers() throws Exception {
    Path place = Files.createDirectories(folder.resolve("fetcher/model/weights"));
    Files.copy(shared.resolve("weights/größe.bin"), place.resolve("größe.bin"));
    TorrentAgent fetcher = agent("fetcher");

    fetcher.add(seeder.manifest(infoHash));

    awaitState(fetcher, infoHash, ResourceState.SEEDING);
    assertThat(SampleTree.listing(folder.resolve("fetcher/model")))
        .isEqualTo(SampleTree.listing(shared));
    long size = fetcher.status(infoHash).size();
    assertThat(fetcher.counters().downloadedBytes())
        .isEqualTo(size - Files.size(shared.resolve("weights/größe.bin")));
  }

  @Test
  void takesAFileThatIsPutThereAndChosenLater() throws Exception {
    TorrentAgent fetcher = fetcherOfBin();
    Path put = put("größe.bin");

    fetcher.choose(infoHash, ALL);

    awaitWhole(fetcher);
    assertThat(SampleTree.listing(folder.resolve("fetcher/model")))
        .isEqualTo(SampleTree.listing(shared));
    long size = fetcher.status(infoHash).size();
    assertThat(fetcher.counters().downloadedBytes()).isEqualTo(size - Files.size(put));
  }

  @Test
  void takesAFileThatIsDeletedAndPutBackWhenItIsChosenAgain() throws Exception {
    TorrentAgent fetcher = fetcherOfBin();
    fetcher.choose(infoHash, new FileChoice(List.of("README.md"), List.of(), List.of(), List.of()));
    awaitListing(fetcher, "", "README.md", "bin", "bin/run", "bin/latest");
    Path run = folder.resolve("fetcher/model/bin/run");
    byte[] bytes = Files.readAllBytes(run);
    Files.delete(run);
    Files.write(run, bytes);

    fetcher.choose(infoHash, ALL);

    awaitWhole(fetcher);
    assertThat(run).hasBinaryContent(bytes);
    assertThat(fetcher.counters().downloadedBytes()).isEqualTo(fetcher.status(infoHash).size());
  }

  @Test
  void refusesAFileThatDiffersAndIsChosenLater() throws Exception {
    TorrentAgent fetcher = fetcherOfBin();
    Path put = put("größe.bin");
    byte[] other = new byte[(int) Files.size(put)];
    Files.write(put, other);

    fetcher.choose(infoHash, ALL);

    awaitState(fetcher, infoHash, ResourceState.ERROR);
    assertThat(fetcher.status(infoHash).error()).contains(put.toRealPath().toString());
    assertThat(put).hasBinaryContent(other);
  }

  private TorrentAgent fetcherOfBin() throws Exception {
    TorrentAgent fetcher = agent("fetcher");
    fetcher.add(seeder.manifest(infoHash), Placement.USUAL, only("bin"));
    awaitState(fetcher, infoHash, ResourceState.SEEDING);
    return fetcher;
  }

  private Path put(String weights) throws Exception {
    Path place = Files.createDirectories(folder.resolve("fetcher/model/weights"));
    return Files.copy(shared.resolve("weights").resolve(weights), place.resolve(weights));
  }

  private void awaitWhole(TorrentAgent agent) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> {
          ResourceStatus status = agent.status(infoHash);
          assertThat(status.state()).isEqualTo(ResourceState.SEEDING);
          assertThat(status.completedBytes()).isEqualTo(status.size());
        });
  }

  private static FileChoice only(String... paths) {
    return new FileChoice(List.of(paths), List.of(), List.of(), List.of());
  }
}
