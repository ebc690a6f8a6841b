package io.torrentinno.agent.content.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.content.Heard;
import io.torrentinno.agent.content.Sample;
import io.torrentinno.agent.content.checkpoint.Checkpoint;
import io.torrentinno.agent.content.disk.BootId;
import io.torrentinno.agent.files.FilePool;
import io.torrentinno.protocol.model.Bitfield;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoodPiecesTest {
  private static final int SMALL = 10_000;
  private static final int LARGE = 512 << 10;

  @TempDir Path folder;

  private final byte[] scratch = new byte[1000];
  private final FilePool files = new FilePool(4, Duration.ofMinutes(1));
  private final Heard heard = new Heard();
  private Checkpoint checkpoint;
  private GoodPieces good;

  @BeforeEach
  void begin() throws IOException {
    checkpoint = new Checkpoint(folder.resolve("checkpoint"), 1000, BootId.current(), files);
    checkpoint.begin(new Bitfield(1000));
    FailedPieces failed =
        new FailedPieces(
            _ -> {
              throw new IOException("not read");
            },
            Sample.ofPieces(SMALL).pieces());
    good = new GoodPieces(new PieceVerification(folder.resolve("file"), checkpoint, heard, failed));
  }

  @AfterEach
  void close() {
    checkpoint.close();
    files.close();
  }

  @Test
  void reportsSmallPiecesTogether() throws IOException {
    assertThat(good.add(900, SMALL, scratch)).as("a report is due").isTrue();
    assertThat(good.add(3, SMALL, scratch)).as("it was due already").isFalse();
    assertThat(heard.news()).isEmpty();
    assertThat(recorded()).isZero();

    good.report(scratch);

    assertThat(heard.news()).containsExactly("verified 900", "verified 3");
    assertThat(recorded()).isEqualTo(2);
    assertThat(good.add(4, SMALL, scratch)).as("another report is due").isTrue();
  }

  @Test
  void reportsALargePieceAtOnce() throws IOException {
    assertThat(good.add(7, LARGE, scratch)).isFalse();

    assertThat(heard.news()).containsExactly("verified 7");
    assertThat(recorded()).isEqualTo(1);
  }

  @Test
  void reportsSmallPiecesWhenTheyAreMany() throws IOException {
    for (int piece = 0; piece < 200; piece++) {
      good.add(piece, 1, scratch);
    }

    assertThat(heard.news()).hasSize(128);
  }

  private int recorded() throws IOException {
    return checkpoint.read().orElseThrow().verified().cardinality();
  }
}
