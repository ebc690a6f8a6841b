package io.torrentinno.agent.cli.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** Creates files that can't be compressed. */
final class SampleFile {
  private static final int CHUNK = 1 << 20;

  private SampleFile() {}

  /** Writes {@code size} pseudo-random bytes, the same ones each time. */
  static Path make(Path file, long size) throws IOException {
    SplittableRandom random = new SplittableRandom(size);
    byte[] chunk = new byte[CHUNK];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (long left = size; left > 0; left -= CHUNK) {
        random.nextBytes(chunk);
        out.write(chunk, 0, (int) Math.min(CHUNK, left));
      }
    }
    return file;
  }
}
