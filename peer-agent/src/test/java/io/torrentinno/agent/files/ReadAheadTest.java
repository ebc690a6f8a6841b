package io.torrentinno.agent.files;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hole in a file is not in memory before it is read, what was just written is. */
class ReadAheadTest {
  private static final int REGION = ReadAhead.REGION;

  private final Queue<Runnable> disk = new ArrayDeque<>();
  private final ReadAhead ahead = new ReadAhead(disk::add);
  @TempDir private Path folder;
  private FileChannel channel;
  private OpenFile file;

  @BeforeEach
  void makeAFileThatBeginsWithContentAndEndsWithAHole() throws IOException {
    Path path = folder.resolve("file");
    try (RandomAccessFile hole = new RandomAccessFile(path.toFile(), "rw")) {
      hole.setLength(4 * REGION - 100);
    }
    channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    channel.write(ByteBuffer.allocate(REGION), 0);
    file = new OpenFile(channel);
  }

  @AfterEach
  void close() throws IOException {
    channel.close();
  }

  @Test
  void hasNothingToReadOfWhatIsInMemory() {
    assertThat(read(0, REGION)).isNull();
    assertThat(read(100, 10)).isNull();
    assertThat(disk).isEmpty();
  }

  @Test
  void readsWhatIsNotInMemoryOnAnotherThread() {
    CompletableFuture<Void> reading = read(REGION, 1000);

    assertThat(reading).isNotDone();
    disk.remove().run();
    assertThat(reading).isDone();
    assertThat(read(REGION + 1000, 1000)).as("of the same region").isNull();
  }

  @Test
  void findsASmallFileInMemoryThatItHasLoaded() throws IOException {
    Path path = folder.resolve("small");
    try (RandomAccessFile hole = new RandomAccessFile(path.toFile(), "rw")) {
      hole.setLength(20_000);
    }
    OpenFile small = new OpenFile(FileChannel.open(path));

    ahead.load(small);

    assertThat(ahead.read(small, 0, 20_000)).isNull();
    assertThat(disk).isEmpty();
    small.release();
  }

  @Test
  void readsARegionOnceForAllThatWaitForIt() {
    CompletableFuture<Void> one = read(REGION, 1000);
    CompletableFuture<Void> other = read(REGION + 5000, 1000);

    assertThat(disk).hasSize(1);
    disk.remove().run();
    assertThat(one).isDone();
    assertThat(other).isDone();
  }

  @Test
  void sendsAPartThatWasWrittenThoughTheRestOfTheRegionWasNot() throws IOException {
    channel.write(ByteBuffer.allocate(100_000), 2L * REGION);

    assertThat(read(2L * REGION + 10, 99_990)).as("what was written").isNull();
    assertThat(read(2L * REGION - 10, 20)).as("it, and the end of a hole").isNotNull();
    assertThat(disk).hasSize(1);
    assertThat(read(2L * REGION + 500_000, 1000)).as("the rest").isNotNull();
  }

  @Test
  void tellsThoseThatWaitInTheirOrder() {
    List<Integer> told = new ArrayList<>();
    for (int number = 0; number < 5; number++) {
      int own = number;
      requireNonNull(read(REGION + 1000L * number, 1000)).thenRun(() -> told.add(own));
    }

    disk.remove().run();

    assertThat(told).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void waitsForAllRegionsOfALongBlock() {
    CompletableFuture<Void> reading = read(2 * REGION - 1, 2);
    disk.remove().run();

    assertThat(reading).isNotDone();
    disk.remove().run();
    assertThat(reading).isDone();
  }

  @Test
  void keepsTheFileOpenWhileItIsRead() {
    CompletableFuture<Void> reading = read(REGION, 1000);
    file.release();
    assertThat(channel.isOpen()).isTrue();

    disk.remove().run();

    assertThat(channel.isOpen()).isFalse();
    assertThat(reading).isDone();
  }

  @Test
  void leavesAFileAsLongAsItIs() throws IOException {
    CompletableFuture<Void> reading = read(4L * REGION - 200, 200);
    disk.remove().run();

    assertThat(reading).isDone();
    assertThat(channel.size()).isEqualTo(4L * REGION - 100);
    assertThat(read(4L * REGION, 10)).as("behind the end").isNull();
  }

  @Test
  void letsAPartBeSentThatCanNotBeRead() throws IOException {
    CompletableFuture<Void> reading = read(REGION, 1000);
    channel.close();

    disk.remove().run();

    assertThat(reading).isDone();
  }

  private @Nullable CompletableFuture<Void> read(long position, int length) {
    return ahead.read(file, position, length);
  }
}
