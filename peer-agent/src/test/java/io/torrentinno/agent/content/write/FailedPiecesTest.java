package io.torrentinno.agent.content.write;

import static io.torrentinno.agent.content.write.FailedPieces.MAX_PIECES;
import static io.torrentinno.agent.content.write.FailedPieces.UNIT_BYTES;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.torrentinno.agent.content.Sample;
import io.torrentinno.agent.files.FilePool;
import io.torrentinno.agent.files.PooledFile;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailedPiecesTest {
  @TempDir Path folder;

  private final Sample sample = Sample.ofPieces(4 * UNIT_BYTES, 2 * UNIT_BYTES + 1);
  private final byte[] scratch = new byte[1000];
  private final FilePool files = new FilePool(1, Duration.ofMinutes(1));
  private FileChannel channel;
  private PooledFile file;
  private FailedPieces failed;

  @BeforeEach
  void open() throws IOException {
    channel = FileChannel.open(folder.resolve("file"), CREATE, READ, WRITE);
    file = files.file(folder.resolve("file"), READ, WRITE);
    channel.write(ByteBuffer.wrap(sample.content()));
    failed = new FailedPieces(_ -> file.acquire(), sample.pieces());
  }

  @AfterEach
  void close() throws IOException {
    file.close();
    files.close();
    channel.close();
  }

  @Test
  void namesTheUnitsThatWereBad() throws IOException {
    flip(UNIT_BYTES - 1);
    flip(3 * UNIT_BYTES);
    failed.failed(0, scratch);
    flip(UNIT_BYTES - 1);
    flip(3 * UNIT_BYTES);

    assertThat(failed.verified(0, scratch)).isEqualTo(units(0, 3));
  }

  @Test
  void namesALastUnitThatIsShort() throws IOException {
    int last = sample.content().length - 1;
    flip(last);
    failed.failed(1, scratch);
    flip(last);

    assertThat(failed.verified(1, scratch)).isEqualTo(units(2));
  }

  @Test
  void keepsTheFirstOfSeveralFailures() throws IOException {
    flip(0);
    failed.failed(0, scratch);
    flip(0);
    flip(UNIT_BYTES);
    failed.failed(0, scratch);
    flip(UNIT_BYTES);

    assertThat(failed.verified(0, scratch)).isEqualTo(units(0));
  }

  @Test
  void saysNothingOfAPieceThatNeverFailed() throws IOException {
    failed.failed(0, scratch);

    assertThat(failed.verified(1, scratch)).isNull();
  }

  @Test
  void saysItOnce() throws IOException {
    failed.failed(0, scratch);
    failed.verified(0, scratch);

    assertThat(failed.verified(0, scratch)).isNull();
  }

  @Test
  void forgetsTheOldestPiecesBeyondItsLimit() throws IOException {
    int[] sizes = new int[MAX_PIECES + 2];
    Arrays.fill(sizes, 10);
    failed = new FailedPieces(_ -> file.acquire(), Sample.ofPieces(sizes).pieces());
    for (int piece = 0; piece < sizes.length; piece++) {
      failed.failed(piece, scratch);
    }

    assertThat(remembered(0)).isNull();
    assertThat(remembered(1)).isNull();
    for (int piece = 2; piece < sizes.length; piece++) {
      assertThat(remembered(piece)).as("piece %d", piece).isNotNull();
    }
  }

  @Test
  void saysWhichAttemptItKeeps() throws IOException {
    int[] sizes = new int[MAX_PIECES + 1];
    Arrays.fill(sizes, 10);
    failed = new FailedPieces(_ -> file.acquire(), Sample.ofPieces(sizes).pieces());

    assertThat(failed.failed(0, scratch)).isTrue();
    assertThat(failed.failed(0, scratch)).isFalse();
    for (int piece = 1; piece < sizes.length; piece++) {
      failed.failed(piece, scratch);
    }
    assertThat(failed.failed(0, scratch)).as("the first attempt is forgotten").isTrue();
  }

  @Test
  void saysSoWhenTheFileWasCutShort() throws IOException {
    channel.truncate(UNIT_BYTES);

    assertThatThrownBy(() -> failed.failed(0, scratch)).isInstanceOf(EOFException.class);
  }

  private @Nullable BitSet remembered(int piece) throws IOException {
    return failed.verified(piece, scratch);
  }

  private void flip(long position) throws IOException {
    ByteBuffer one = ByteBuffer.allocate(1);
    channel.read(one, position);
    one.put(0, (byte) ~one.get(0));
    channel.write(one.rewind(), position);
  }

  private static BitSet units(int... units) {
    BitSet set = new BitSet();
    Arrays.stream(units).forEach(set::set);
    return set;
  }
}
