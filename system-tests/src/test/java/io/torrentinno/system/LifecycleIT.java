package io.torrentinno.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.torrentinno.protocol.rest.ResourceBody;
import io.torrentinno.system.harness.ProblemException;
import io.torrentinno.system.harness.TestFile;
import io.torrentinno.system.network.SlowPairScene;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What a user does to a resource, and what outlasts a restart. */
final class LifecycleIT extends SlowPairScene {
  private static final int SIZE = 20_000_000;
  private static final int BYTES_PER_SECOND = 10_000_000;

  LifecycleIT() {
    super(BYTES_PER_SECOND);
  }

  @Test
  void aPausedDownloadStandsStillUntilItIsResumed() {
    Path file = testbed.file("paused.bin", SIZE);
    String infoHash = pair.begin(file);
    fetcher.awaitProgress(infoHash, 0.2);

    assertThat(fetcher.api().pause(infoHash).state()).isEqualTo("paused");

    awaitStandstill(infoHash);
    assertThat(fetcher.api().get(infoHash).completedBytes()).isLessThan(SIZE);

    fetcher.api().resume(infoHash);

    assertThat(fetcher.awaitComplete(infoHash)).isEqualTo(TestFile.sha256(file));
  }

  @Test
  void aPausedDownloadIsStillPausedAfterARestart() {
    Path file = testbed.file("restarted.bin", SIZE);
    String infoHash = pair.begin(file);
    fetcher.awaitProgress(infoHash, 0.2);
    fetcher.api().pause(infoHash);
    awaitStandstill(infoHash);
    long completed = fetcher.api().get(infoHash).completedBytes();

    fetcher.stop();
    fetcher.restart();

    assertThat(fetcher.api().get(infoHash).state()).isEqualTo("paused");
    assertThat(fetcher.api().get(infoHash).completedBytes()).isEqualTo(completed);

    fetcher.api().resume(infoHash);

    assertThat(fetcher.awaitComplete(infoHash)).isEqualTo(TestFile.sha256(file));
  }

  @Test
  void aRecheckFetchesAgainWhatHasRotted() throws IOException {
    Path file = testbed.file("rotten.bin", SIZE);
    String infoHash = pair.begin(file);
    fetcher.awaitComplete(infoHash);
    try (RandomAccessFile data = new RandomAccessFile(fetched(file).toFile(), "rw")) {
      data.seek(SIZE / 2);
      data.writeLong(0);
    }

    assertThat(fetcher.api().recheck(infoHash).state()).isNotEqualTo("seeding");

    assertThat(fetcher.awaitComplete(infoHash)).isEqualTo(TestFile.sha256(file));
  }

  @Test
  void whatIsRemovedIsForgottenAndItsDataStaysUnlessAskedFor() {
    Path file = testbed.file("removed.bin", 1_000_000);
    String infoHash = pair.begin(file);
    fetcher.awaitComplete(infoHash);

    fetcher.api().remove(infoHash, false);

    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> fetcher.api().get(infoHash))
        .returns(404, problem -> problem.answer().status());
    assertThat(fetched(file)).exists();

    fetcher.api().add(seeder.api().manifest(infoHash));
    fetcher.awaitComplete(infoHash);
    fetcher.api().remove(infoHash, true);

    assertThat(fetched(file)).doesNotExist();
  }

  @Test
  void refusesWhatTheDiskHasNoRoomFor() throws IOException {
    long gib = 1L << 30;
    long pieces = testbed.directory().toFile().getUsableSpace() / gib * 2 + 2;
    String piece = "{\"sha256\":\"" + "00".repeat(32) + "\",\"size\":" + gib + "}";
    String manifest =
        """
        {"trackerIp":"127.0.0.1","trackerPort":"8080","comment":"","name":"huge.bin",
         "creationDate":"2026-01-01T00:00:00","pieces":[%s]}
        """
            .formatted((piece + ",").repeat((int) pieces - 1) + piece);

    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> fetcher.api().add(manifest))
        .returns("urn:torrentinno:problem:disk-full", ProblemException::type);

    assertThat(fetcher.api().list()).noneMatch(resource -> resource.name().equals("huge.bin"));
    assertThat(fetcher.dataDir().resolve(".torrentinno-huge.bin")).doesNotExist();
  }

  @Test
  void refusesAManifestWhoseFileExistsWithOtherContent() throws IOException {
    Path file = testbed.file("taken.bin", 1_000_000);
    Files.writeString(fetched(file), "mine");
    String infoHash = seeder.api().share(file).infoHash();

    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> fetcher.api().add(seeder.api().manifest(infoHash)))
        .returns("urn:torrentinno:problem:file-exists", ProblemException::type);

    assertThat(fetched(file)).hasContent("mine");
  }

  /** Waits until nobody is connected and nothing has been completed for a second. */
  private void awaitStandstill(String infoHash) {
    AtomicReference<ResourceBody> last = new AtomicReference<>();
    await()
        .during(Duration.ofSeconds(1))
        .until(() -> {
          ResourceBody now = fetcher.api().get(infoHash);
          return now.peers() == 0 && now.equals(last.getAndSet(now));
        });
  }

  private Path fetched(Path file) {
    return fetcher.dataDir().resolve(file.getFileName());
  }
}
