package io.torrentinno.agent.content.write;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCopyTest {
  @TempDir Path folder;

  private final byte[] bytes = new byte[1 << 20];

  FileCopyTest() {
    new Random(1).nextBytes(bytes);
  }

  /** Copies 300,000 bytes, and returns how many there were. */
  private int copy(long from, long at, byte[] target) throws IOException {
    Path source = Files.write(folder.resolve("source"), bytes);
    Path copy = Files.write(folder.resolve("copy"), target);
    try (FileChannel in = FileChannel.open(source, READ);
        FileChannel out = FileChannel.open(copy, READ, WRITE)) {
      in.position(from);
      return FileCopy.copy(in, out, at, 300_000, new byte[1000]);
    }
  }

  @Test
  void copiesIntoTheMiddleOfAFile() throws IOException {
    byte[] target = new byte[500_000];

    assertThat(copy(70_000, 100_000, target)).isEqualTo(300_000);

    System.arraycopy(bytes, 70_000, target, 100_000, 300_000);
    assertThat(folder.resolve("copy")).hasBinaryContent(target);
  }

  @Test
  void copiesBehindTheEndOfAFile() throws IOException {
    assertThat(copy(0, 5_000, new byte[10])).isEqualTo(300_000);

    byte[] target = new byte[305_000];
    System.arraycopy(bytes, 0, target, 5_000, 300_000);
    assertThat(folder.resolve("copy")).hasBinaryContent(target);
  }

  @Test
  void saysHowManyBytesTheOtherFileHas() throws IOException {
    assertThat(copy(bytes.length - 123, 0, new byte[0])).isEqualTo(123);

    assertThat(folder.resolve("copy"))
        .hasBinaryContent(Arrays.copyOfRange(bytes, bytes.length - 123, bytes.length));
  }
}
