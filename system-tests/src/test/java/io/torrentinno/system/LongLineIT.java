package io.torrentinno.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.system.harness.AgentProcess;
import io.torrentinno.system.harness.TestFile;
import io.torrentinno.system.harness.Testbed;
import io.torrentinno.system.harness.TrackerProcess;
import io.torrentinno.system.link.LongLine;
import io.torrentinno.system.ti1.PieceByPiece;
import io.torrentinno.system.ti1.Ti1Manifest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** 50 ms there and back, and one packet in a hundred lost each way. */
@Tag("namespace")
final class LongLineIT {
  private static final Duration ONE_WAY = Duration.ofMillis(25);
  private static final double LOSS = 0.01;
  private static final int SIZE = 64_000_000;

  @RegisterExtension final Testbed testbed = new Testbed();

  @Test
  void fetchesAtLeastThreeTimesAsFastAsPieceByPiece() throws IOException {
    LongLine line = testbed.closing(LongLine.lay(ONE_WAY, LOSS));
    TrackerProcess tracker = testbed.trackerAt(line.near());
    AgentProcess fetcher = testbed.agentAt(line.near(), "fetcher", tracker);
    AgentProcess seeder = testbed.agentAt(line.far(), "seeder", tracker);
    Path file = testbed.file("file.bin", SIZE);
    String infoHash = seeder.api().shareAsVersion1(file).infoHash();
    String manifest = seeder.api().manifest(infoHash);

    double pieceByPiece =
        PieceByPiece.bytesPerSecond(
            line.far().address(),
            seeder.listenPort(),
            Ti1Manifest.parse(manifest),
            Duration.ofSeconds(5));
    long begin = System.nanoTime();
    fetcher.api().add(manifest);
    String fetched = fetcher.awaitComplete(infoHash);
    double ours = SIZE / ((System.nanoTime() - begin) / 1e9);

    print(pieceByPiece, ours);
    assertThat(fetched).isEqualTo(TestFile.sha256(file));
    assertThat(ours).isGreaterThan(3 * pieceByPiece);
  }

  @SuppressWarnings("SystemOut") // figures to look at
  private static void print(double pieceByPiece, double ours) {
    System.out.printf(
        Locale.ROOT,
        "50 ms, 1 %% loss: piece by piece %.1f MB/s, an agent %.1f MB/s%n",
        pieceByPiece / 1e6,
        ours / 1e6);
  }
}
