package io.torrentinno.agent.content.write;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.torrentinno.agent.content.Sample;
import io.torrentinno.agent.files.FilePool;
import io.torrentinno.agent.files.PooledFile;
import io.torrentinno.protocol.model.Bitfield;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PieceWriterTest {
  private static final int SIZE = 1000;

  @TempDir Path folder;

  private final Sample sample = Sample.ofPieces(SIZE, SIZE, 10);
  private final byte[] scratch = new byte[100];
  private final FilePool files = new FilePool(1, Duration.ofMinutes(1));
  private PooledFile file;
  private PieceWriter writer;

  @BeforeEach
  void open() throws IOException {
    file = files.file(Files.createFile(folder.resolve("file")), READ, WRITE);
    writer = new PieceWriter(_ -> file.acquire(), sample.pieces(), new Bitfield(3), _ -> folder);
  }

  @AfterEach
  void close() {
    file.close();
    files.close();
  }

  @Test
  void verifiesAPieceThatCameInOrder() throws IOException {
    write(1, 0, 300);
    write(1, 300, 301);
    write(1, 301, SIZE);

    assertThat(writer.verify(1, scratch)).isTrue();
    assertThat(onDisk(1)).isEqualTo(sample.piece(1));
  }

  @Test
  void verifiesAPieceThatCameInDisorder() throws IOException {
    write(1, 700, SIZE);
    write(1, 0, 300);
    write(1, 300, 700);

    assertThat(writer.verify(1, scratch)).isTrue();
    assertThat(onDisk(1)).isEqualTo(sample.piece(1));
  }

  @Test
  void putsTheBytesOfALaterSenderInThePlaceOfHashedOnes() throws IOException {
    writeZeros(1, 0, 300);
    write(1, 300, 600);
    write(1, 0, 500);
    write(1, 600, SIZE);

    assertThat(writer.verify(1, scratch)).isTrue();
    assertThat(onDisk(1)).isEqualTo(sample.piece(1));
  }

  @Test
  void judgesAPieceByTheLaterBytesThoughTheEarlierWereGood() throws IOException {
    write(1, 0, 600);
    writeZeros(1, 500, 600);
    write(1, 600, SIZE);

    assertThat(writer.verify(1, scratch)).isFalse();
  }

  @Test
  void judgesBytesThatWereNotYetHashedByWhatReplacedThem() throws IOException {
    writeZeros(1, 500, SIZE);
    write(1, 0, 500);
    write(1, 600, SIZE);
    write(1, 500, 600);

    assertThat(writer.verify(1, scratch)).isTrue();
    assertThat(onDisk(1)).isEqualTo(sample.piece(1));
  }

  @Test
  void letsACorruptPieceBeWrittenAnew() throws IOException {
    write(1, 0, 999);
    writeZeros(1, 999, SIZE);
    boolean first = writer.verify(1, scratch);
    write(1, 0, SIZE);

    assertThat(first).isFalse();
    assertThat(writer.verify(1, scratch)).isTrue();
  }

  @Test
  void doesNotVerifyAPieceWithAHole() throws IOException {
    write(2, 0, 10);
    write(1, 0, 400);
    write(1, 401, SIZE);

    assertThat(writer.verify(1, scratch)).isFalse();
  }

  @Test
  void neverWritesAVerifiedPieceAgain() throws IOException {
    write(1, 0, SIZE);
    writer.verify(1, scratch);
    writeZeros(1, 0, SIZE);

    assertThat(writer.verify(1, scratch)).isTrue();
    assertThat(onDisk(1)).isEqualTo(sample.piece(1));
  }

  @Test
  void takesBuffersOfEveryKind() throws IOException {
    byte[] piece = sample.piece(0);
    ByteBuf heap = Unpooled.wrappedBuffer(piece, 0, 400);
    ByteBuf mixed =
        Unpooled.wrappedBuffer(
            Sample.direct(Arrays.copyOfRange(piece, 400, 650)),
            Unpooled.wrappedBuffer(Arrays.copyOfRange(piece, 650, SIZE)));
    write(0, 0, 50);

    writer.write(0, 0, heap, scratch);
    writer.write(0, 400, mixed, scratch);

    assertThat(writer.verify(0, scratch)).isTrue();
    assertThat(mixed.release()).isTrue();
  }

  @Test
  void leavesTheReaderIndexAndTheOwnershipOfABufferAlone() throws IOException {
    ByteBuf bytes = sample.bytes(0, 0, 20).skipBytes(5);

    writer.write(0, 5, bytes, scratch);

    assertThat(bytes.readableBytes()).isEqualTo(15);
    assertThat(bytes.refCnt()).isOne();
    bytes.release();
  }

  @Test
  void verifiesMorePiecesAtATimeThanItHasCursorsFor() throws IOException {
    int count = PieceWriter.MAX_CURSORS + 10;
    int[] sizes = new int[count];
    Arrays.fill(sizes, 8);
    Sample many = Sample.ofPieces(sizes);
    writer = new PieceWriter(_ -> file.acquire(), many.pieces(), new Bitfield(count), _ -> folder);

    for (int half = 0; half < 8; half += 4) {
      for (int piece = 0; piece < count; piece++) {
        write(many, piece, half, half + 4);
      }
    }

    for (int piece = 0; piece < count; piece++) {
      assertThat(writer.verify(piece, scratch)).as("piece %d", piece).isTrue();
    }
  }

  @Test
  void saysSoWhenTheFileWasCutShort() throws IOException {
    write(1, 500, SIZE);
    try (FileChannel cut = FileChannel.open(folder.resolve("file"), WRITE)) {
      cut.truncate(1200);
    }

    assertThatThrownBy(() -> writer.verify(1, scratch)).isInstanceOf(EOFException.class);
  }

  private void write(int piece, int begin, int end) throws IOException {
    write(sample, piece, begin, end);
  }

  private void write(Sample from, int piece, int begin, int end) throws IOException {
    ByteBuf bytes = from.bytes(piece, begin, end);
    writer.write(piece, begin, bytes, scratch);
    bytes.release();
  }

  private void writeZeros(int piece, int begin, int end) throws IOException {
    ByteBuf zeros = Sample.direct(new byte[end - begin]);
    writer.write(piece, begin, zeros, scratch);
    zeros.release();
  }

  private byte[] onDisk(int piece) throws IOException {
    byte[] all = Files.readAllBytes(folder.resolve("file"));
    int offset = (int) sample.pieces().offset(piece);
    return Arrays.copyOfRange(all, offset, offset + sample.pieces().size(piece));
  }
}
