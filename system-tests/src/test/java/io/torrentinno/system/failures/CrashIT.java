package io.torrentinno.system.failures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.torrentinno.protocol.rest.ResourceBody;
import io.torrentinno.system.harness.TestFile;
import io.torrentinno.system.network.SlowPairScene;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Agents that are killed in the middle of a transfer. */
final class CrashIT extends SlowPairScene {
  private static final int SIZE = 60_000_000;
  private static final int BYTES_PER_SECOND = 20_000_000;

  CrashIT() {
    super(BYTES_PER_SECOND);
  }

  @Test
  void aFetcherThatCrashesGoesOnWithWhatItHad() {
    Path file = testbed.file("fetcher-crashes.bin", SIZE);
    String infoHash = pair.begin(file);
    ResourceBody before = fetcher.awaitProgress(infoHash, 0.4);

    fetcher.kill();
    fetcher.restart();

    assertThat(fetcher.awaitComplete(infoHash)).isEqualTo(TestFile.sha256(file));
    assertThat(downloaded())
        .as("fetched after the crash, when %s bytes were there before", before.completedBytes())
        .isLessThanOrEqualTo(SIZE - before.completedBytes());
  }

  @Test
  void aFetcherWaitsForASeederThatCrashesAndReturns() {
    Path file = testbed.file("seeder-crashes.bin", SIZE);
    long downloadedBefore = downloaded();
    String infoHash = pair.begin(file);
    fetcher.awaitProgress(infoHash, 0.4);

    seeder.kill();

    await().until(() -> fetcher.api().get(infoHash).peers() == 0);
    assertThat(fetcher.api().get(infoHash).state()).isEqualTo("downloading");

    seeder.restart();

    assertThat(fetcher.awaitComplete(infoHash)).isEqualTo(TestFile.sha256(file));
    assertThat(downloaded() - downloadedBefore).isLessThan(SIZE + SIZE / 10);
  }

  /** Bytes of blocks that the fetcher has received since it was started last. */
  private long downloaded() {
    return fetcher.api().metrics().sum("torrentinno_agent_bytes_total", "direction=\"download\"");
  }
}
