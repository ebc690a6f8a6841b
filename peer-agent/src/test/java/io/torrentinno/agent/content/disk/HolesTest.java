package io.torrentinno.agent.content.disk;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HolesTest {
  private static final int SIZE = 300_000;

  @TempDir private Path folder;

  @Test
  void makesAPartOfAFileZerosAndNothingElse() throws Exception {
    Path file = Files.write(folder.resolve("file"), ones());

    make(file, file, 100_001, 100_000);

    assertThat(file).hasBinaryContent(expected(100_001, 100_000));
  }

  /** The path names no file, so no hole can be made. */
  @Test
  void writesZerosWhereTheFileSystemHasNoHoles() throws Exception {
    Path file = Files.write(folder.resolve("file"), ones());

    make(folder.resolve("none"), file, 100_001, 100_000);

    assertThat(file).hasBinaryContent(expected(100_001, 100_000));
  }

  @Test
  void lengthensAFileThatEndsTooEarly() throws Exception {
    Path file = folder.resolve("new");

    make(file, file, 0, SIZE);

    assertThat(file).hasBinaryContent(new byte[SIZE]);
  }

  private static void make(Path path, Path file, long begin, int length) throws Exception {
    try (FileChannel open = FileChannel.open(file, CREATE, READ, WRITE)) {
      Holes.make(path, open, begin, length, new byte[64 << 10]);
    }
  }

  private static byte[] ones() {
    byte[] bytes = new byte[SIZE];
    Arrays.fill(bytes, (byte) 1);
    return bytes;
  }

  private static byte[] expected(int begin, int length) {
    byte[] bytes = ones();
    Arrays.fill(bytes, begin, begin + length, (byte) 0);
    return bytes;
  }
}
