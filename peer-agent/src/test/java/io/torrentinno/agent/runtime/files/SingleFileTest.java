package io.torrentinno.agent.runtime.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.torrentinno.agent.limits.RateLimits;
import io.torrentinno.agent.manifest.ManifestTexts;
import io.torrentinno.agent.resource.view.Added;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.resource.view.ResourceState;
import io.torrentinno.agent.resource.view.ShareRequest;
import io.torrentinno.agent.resource.view.files.FileStatus;
import io.torrentinno.agent.runtime.LocalAgents;
import io.torrentinno.agent.runtime.TorrentAgent;
import io.torrentinno.protocol.model.InfoHash;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Resources that are one file, with a manifest of version 2. */
class SingleFileTest extends LocalAgents {
  @Test
  void givesAFetchedFileItsExecutableBit() throws Exception {
    Path script = script();
    Path data = Files.writeString(folder.resolve("data"), "1");
    TorrentAgent seeder = agent("seeder");
    TorrentAgent fetcher = agent("fetcher");

    fetch(fetcher, seeder, script);
    fetch(fetcher, seeder, data);

    assertThat(folder.resolve("fetcher/run")).isExecutable().hasSameTextualContentAs(script);
    assertThat(folder.resolve("fetcher/data").toFile().canExecute()).isFalse();
  }

  @Test
  void givesAFileThatWasThereItsExecutableBit() throws Exception {
    Path script = script();
    Path data = Files.writeString(folder.resolve("data"), "1");
    TorrentAgent seeder = agent("seeder");
    TorrentAgent fetcher = agent("fetcher");
    Path run = Files.writeString(folder.resolve("fetcher/run"), "#!/bin/sh\n");
    Path other = Files.writeString(folder.resolve("fetcher/data"), "1");
    assertThat(other.toFile().setExecutable(true)).isTrue();

    fetch(fetcher, seeder, script);
    fetch(fetcher, seeder, data);

    assertThat(run).isExecutable();
    assertThat(other.toFile().canExecute()).isFalse();
    assertThat(fetcher.counters().downloadedBytes()).isZero();
  }

  @Test
  void givesAPartFileThatWasThereItsExecutableBit() throws Exception {
    Path script = script();
    TorrentAgent seeder = agent("seeder");
    TorrentAgent fetcher = agent("fetcher");
    Files.writeString(folder.resolve("fetcher/.torrentinno-run"), "#!/bin/sh\n");

    fetch(fetcher, seeder, script);

    assertThat(folder.resolve("fetcher/run")).isExecutable();
    assertThat(fetcher.counters().downloadedBytes()).isZero();
  }

  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void fetchesAnEmptyFile(CapturedOutput output) throws Exception {
    Path empty = Files.createFile(folder.resolve("empty"));
    TorrentAgent seeder = agent("seeder");
    TorrentAgent fetcher = agent("fetcher");

    InfoHash infoHash = fetch(fetcher, seeder, empty);
    stop(fetcher);
    TorrentAgent restarted = agent("fetcher");

    awaitState(restarted, infoHash, ResourceState.SEEDING);
    assertThat(folder.resolve("fetcher/empty")).isEmptyFile();
    assertThat(restarted.files(infoHash)).extracting(FileStatus::path).containsExactly("empty");
    assertThat(output).doesNotContain("WARN");
  }

  @Test
  void goesOnAfterARestartInTheMiddle() throws Exception {
    byte[] content = new byte[40 << 20];
    new Random(1).nextBytes(content);
    Path file = Files.write(folder.resolve("film"), content);
    TorrentAgent seeder = agent("seeder");
    InfoHash infoHash = seeder.share(version(2, file)).resource().infoHash();
    TorrentAgent fetcher = agent("fetcher");
    fetcher.setLimits(new RateLimits(0, 10_000_000));
    fetcher.add(seeder.status(infoHash).magnet());
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> fetcher.status(infoHash).completedBytes() > 5_000_000);
    stop(fetcher);

    TorrentAgent restarted = agent("fetcher");
    awaitState(restarted, infoHash, ResourceState.SEEDING);

    assertThat(folder.resolve("fetcher/film")).hasSameBinaryContentAs(file);
    assertThat(restarted.counters().downloadedBytes()).isLessThan(36 << 20);
  }

  /** Its root is the hash of the piece, so nothing has to be asked for before the piece. */
  @Test
  void sharesASmallFileInOnePiece() throws Exception {
    TorrentAgent agent = agent("agent");
    Path file = Files.write(folder.resolve("small"), new byte[100 << 10]);

    InfoHash infoHash = agent.share(version(2, file)).resource().infoHash();

    assertThat(agent.manifest(infoHash).layout().count()).isEqualTo(1);
    assertThat(folder.resolve("agent/.torrentinno/resources/" + infoHash + "/layers"))
        .doesNotExist();
  }

  @Test
  void keepsItsManifestWhileItIsTheSame() throws Exception {
    TorrentAgent agent = agent("agent");
    Path file = Files.write(folder.resolve("file"), new byte[1000]);
    InfoHash first = agent.share(version(1, file)).resource().infoHash();

    Added again = agent.share(new ShareRequest(file, null, "", null));
    Files.write(file, new byte[1001]);
    Added changed = agent.share(new ShareRequest(file, null, "", null));

    assertThat(again.created()).isFalse();
    assertThat(again.resource().infoHash()).isEqualTo(first);
    assertThat(changed.created()).isTrue();
    assertThat(changed.resource().magnet().version()).isEqualTo(2);
    assertThat(agent.list()).hasSize(1);
  }

  @Test
  void refusesAManifestOfAnotherVersionForWhatIsShared() throws Exception {
    TorrentAgent agent = agent("agent");
    Path file = Files.write(folder.resolve("file"), new byte[1000]);
    InfoHash infoHash = agent.share(version(2, file)).resource().infoHash();

    ResourceException refusal =
        catchThrowableOfType(ResourceException.class, () -> agent.share(version(1, file)));

    assertThat(refusal.reason()).isEqualTo(ResourceException.Reason.NAME_TAKEN);
    assertThat(refusal).hasMessageContaining(infoHash + ", with a manifest of version 2");
    agent.remove(infoHash, false);
    assertThat(agent.share(version(1, file)).resource().magnet().version()).isEqualTo(1);
  }

  @Test
  void saysWhichPieceSizesAreValid() throws Exception {
    TorrentAgent agent = agent("agent");
    Path file = Files.write(folder.resolve("file"), new byte[1000]);
    int size = 48 << 10;

    ResourceException refusal =
        catchThrowableOfType(
            ResourceException.class,
            () -> agent.share(new ShareRequest(file, null, "", size, false, 2)));

    assertThat(refusal.reason()).isEqualTo(ResourceException.Reason.BAD_REQUEST);
    assertThat(refusal)
        .hasMessageContaining("a power of two from 64 KiB to 16 MiB")
        .hasMessageContaining("version 1, which only a file can have, takes 16 KiB to 16 MiB");
    Added added = agent.share(new ShareRequest(file, null, "", size, false, 1));
    assertThat(added.created()).isTrue();
  }

  @Test
  void handsOutItsManifestWhileItsStateIsDeleted() throws Exception {
    TorrentAgent agent = agent("agent");
    Path file = Files.write(folder.resolve("file"), new byte[1000]);
    InfoHash infoHash = agent.share(version(2, file)).resource().infoHash();
    Files.delete(folder.resolve("agent/.torrentinno/resources/" + infoHash + "/info.json"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    agent.exportManifest(agent.manifest(infoHash), out);

    assertThat(ManifestTexts.read(() -> new ByteArrayInputStream(out.toByteArray())).infoHash())
        .isEqualTo(infoHash);
  }

  private static ShareRequest version(int version, Path file) {
    return new ShareRequest(file, null, "", null, false, version);
  }

  private static InfoHash fetch(TorrentAgent fetcher, TorrentAgent seeder, Path file) {
    InfoHash infoHash = seeder.share(version(2, file)).resource().infoHash();
    fetcher.add(seeder.status(infoHash).magnet());
    awaitState(fetcher, infoHash, ResourceState.SEEDING);
    return infoHash;
  }

  private Path script() throws IOException {
    Path script = Files.writeString(folder.resolve("run"), "#!/bin/sh\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return script;
  }
}
