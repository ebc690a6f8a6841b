package io.torrentinno.agent.runtime.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.torrentinno.agent.limits.RateLimits;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.resource.view.ResourceException.Reason;
import io.torrentinno.agent.resource.view.ResourceState;
import io.torrentinno.agent.resource.view.ShareRequest;
import io.torrentinno.agent.resource.view.files.FileStatus;
import io.torrentinno.agent.resource.view.reading.FileReader;
import io.torrentinno.agent.resource.view.reading.ReadableFile;
import io.torrentinno.agent.runtime.LocalAgents;
import io.torrentinno.agent.runtime.TorrentAgent;
import io.torrentinno.protocol.model.InfoHash;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whole agents whose paused resources are read. */
class RestingReadTest extends LocalAgents {
  private static final int PIECE = 64 << 10;
  private static final int SIZE = 20 * PIECE;

  private final byte[] bytes = new byte[SIZE];

  @Test
  void readsWhatIsHereOfAFolderAfterARestart() throws Exception {
    TorrentAgent fetcher = fetchSomeOfAFolder();
    InfoHash infoHash = fetcher.list().getFirst().infoHash();
    fetcher.pause(infoHash);
    stop(fetcher);

    TorrentAgent restarted = agent("fetcher");

    awaitState(restarted, infoHash, ResourceState.PAUSED);
    int here = 0;
    int missing = 0;
    for (FileStatus file : restarted.files(infoHash)) {
      if (file.completedBytes() == file.size()) {
        here++;
        assertThat(read(restarted, infoHash, file)).isEqualTo(contentOf(file));
      } else {
        missing++;
        assertThatExceptionOfType(ResourceException.class)
            .isThrownBy(() -> read(restarted, infoHash, file))
            .withMessageContaining("model is paused, and the agent does not have these bytes")
            .extracting(ResourceException::reason)
            .isEqualTo(Reason.NOT_RUNNING);
      }
    }
    assertThat(here).isPositive();
    assertThat(missing).isPositive();
  }

  @Test
  void readsNoFileThatWasChangedMeanwhile() throws Exception {
    TorrentAgent fetcher = fetchSomeOfAFolder();
    InfoHash infoHash = fetcher.list().getFirst().infoHash();
    fetcher.pause(infoHash);
    FileStatus file =
        fetcher.files(infoHash).stream()
            .filter(it -> it.completedBytes() == it.size())
            .findFirst()
            .orElseThrow();
    Path part = folder.resolve("fetcher/.torrentinno-model").resolve(file.path());
    Files.write(part, new byte[PIECE]);

    assertThatExceptionOfType(ResourceException.class)
        .isThrownBy(() -> read(fetcher, infoHash, file))
        .withMessageContaining("was changed after it was verified")
        .extracting(ResourceException::reason)
        .isEqualTo(Reason.NOT_RUNNING);
  }

  @Test
  void readsASharedFileThatIsPaused() throws Exception {
    TorrentAgent seeder = agent("seeder");
    new Random(1).nextBytes(bytes);
    InfoHash infoHash = share(seeder, Files.write(folder.resolve("seeder/film"), bytes));
    seeder.pause(infoHash);

    assertThat(read(seeder, infoHash, seeder.files(infoHash).getFirst())).isEqualTo(bytes);
  }

  private TorrentAgent fetchSomeOfAFolder() throws Exception {
    TorrentAgent seeder = agent("seeder");
    new Random(1).nextBytes(bytes);
    Path model = Files.createDirectories(folder.resolve("seeder/model"));
    for (int i = 0; i < SIZE / PIECE; i++) {
      Files.write(model.resolve("" + i), Arrays.copyOfRange(bytes, i * PIECE, (i + 1) * PIECE));
    }
    InfoHash infoHash =
        seeder.share(new ShareRequest(model, null, "", PIECE)).resource().infoHash();
    seeder.setLimits(new RateLimits(2 * PIECE, 0));
    TorrentAgent fetcher = agent("fetcher");
    fetcher.add(seeder.manifest(infoHash));
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> fetcher.status(infoHash).completedBytes() >= PIECE);
    return fetcher;
  }

  private byte[] contentOf(FileStatus file) {
    int number = Integer.parseInt(file.path());
    return Arrays.copyOfRange(bytes, number * PIECE, (number + 1) * PIECE);
  }

  private static byte[] read(TorrentAgent agent, InfoHash infoHash, FileStatus status)
      throws InterruptedException {
    ReadableFile file = agent.file(infoHash, List.of(status.path()));
    ByteBuffer into = ByteBuffer.allocate((int) file.size());
    try (FileReader reader = agent.read(file, 0, file.size())) {
      while (into.hasRemaining()) {
        ByteBuffer next = into.slice();
        int length = reader.read(next, Duration.ofSeconds(5));
        assertThat(length).isPositive();
        into.position(into.position() + length);
      }
    }
    return into.array();
  }
}
