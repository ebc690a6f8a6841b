package io.torrentinno.agent.content.write;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.torrentinno.agent.content.Sample;
import io.torrentinno.agent.files.FilePool;
import io.torrentinno.agent.files.PooledFile;
import io.torrentinno.protocol.model.Bitfield;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever comes, in whatever order: what is called verified is on disk and right. */
class PieceWriterPropertyTest {
  private static final int SEEDS = 100;
  private static final int STEPS = 150;

  @TempDir Path folder;

  private final byte[] scratch = new byte[64];

  @Test
  void whatIsVerifiedIsOnDiskWhateverComesInWhateverOrder() throws IOException {
    for (long seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      Sample sample =
          Sample.ofPieces(IntStream.generate(() -> 1 + random.nextInt(400)).limit(5).toArray());
      Path path = folder.resolve("file");
      try (FileChannel file = FileChannel.open(path, CREATE, TRUNCATE_EXISTING, READ, WRITE);
          FilePool files = new FilePool(1, Duration.ofMinutes(1))) {
        file.write(ByteBuffer.allocate(1), sample.content().length - 1L);
        new Schedule(seed, random, sample, file, files.file(path, READ, WRITE)).run();
      }
    }
  }

  private final class Schedule {
    private final long seed;
    private final Random random;
    private final Sample sample;
    private final FileChannel file;
    private final PieceWriter writer;
    private final Bitfield verified;

    Schedule(long seed, Random random, Sample sample, FileChannel file, PooledFile written) {
      this.seed = seed;
      this.random = random;
      this.sample = sample;
      this.file = file;
      this.verified = new Bitfield(sample.pieces().count());
      this.writer =
          new PieceWriter(
              _ -> written.acquire(), sample.pieces(), verified.copy(), _ -> Path.of("none"));
    }

    void run() throws IOException {
      for (int step = 0; step < STEPS; step++) {
        int piece = random.nextInt(verified.size());
        if (random.nextInt(8) == 0) {
          verify(piece);
        } else {
          fetchBlock(piece);
        }
      }
      for (int piece = 0; piece < verified.size(); piece++) {
        fetchWhole(piece);
      }
      assertThat(verified.isFull()).as("seed %d: all pieces arrive", seed).isTrue();
      assertThatVerifiedPiecesAreOnDisk();
    }

    /** A sender, honest or not, delivers a block in some runs and perhaps stops in the middle. */
    private void fetchBlock(int piece) throws IOException {
      int size = sample.pieces().size(piece);
      int begin = random.nextInt(3) == 0 ? 0 : random.nextInt(size);
      int end = begin + 1 + random.nextInt(size - begin);
      boolean honest = random.nextInt(4) > 0;
      int at = begin;
      while (at < end && random.nextInt(10) > 0) {
        int to = at + 1 + random.nextInt(end - at);
        write(piece, at, to, honest);
        at = to;
      }
    }

    /** After what came before was judged, honest senders deliver everything in any order. */
    private void fetchWhole(int piece) throws IOException {
      verify(piece);
      List<Integer> cuts = new ArrayList<>(List.of(0));
      while (cuts.getLast() < sample.pieces().size(piece)) {
        int rest = sample.pieces().size(piece) - cuts.getLast();
        cuts.add(cuts.getLast() + 1 + random.nextInt(rest));
      }
      List<Integer> order = new ArrayList<>(IntStream.range(1, cuts.size()).boxed().toList());
      Collections.shuffle(order, random);
      for (int cut : order) {
        write(piece, cuts.get(cut - 1), cuts.get(cut), true);
      }
      verify(piece);
    }

    private void write(int piece, int begin, int end, boolean honest) throws IOException {
      ByteBuf bytes = sample.bytes(piece, begin, end);
      if (!honest) {
        bytes.setByte(random.nextInt(end - begin), random.nextInt());
      }
      writer.write(piece, begin, bytes, scratch);
      bytes.release();
    }

    private void verify(int piece) throws IOException {
      boolean matches = writer.verify(piece, scratch);
      assertThat(matches || !verified.get(piece)).as("seed %d: verified for good", seed).isTrue();
      if (matches) {
        verified.set(piece);
        assertThatVerifiedPiecesAreOnDisk();
      }
    }

    private void assertThatVerifiedPiecesAreOnDisk() throws IOException {
      for (int piece = verified.nextSet(0); piece >= 0; piece = verified.nextSet(piece + 1)) {
        ByteBuffer onDisk = ByteBuffer.allocate(sample.pieces().size(piece));
        file.read(onDisk, sample.pieces().offset(piece));
        assertThat(onDisk.array())
            .as("seed %d, piece %d", seed, piece)
            .isEqualTo(sample.piece(piece));
      }
    }
  }
}
