package io.torrentinno.agent.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The data folder of an agent of an earlier release; upgrade/README.md says what is in it. */
public final class EarlierRelease {
  private static final int PIECE = 16_384;

  private EarlierRelease() {}

  /** Puts a copy of the folder somewhere. */
  public static void unpack(Path into) throws IOException {
    try (InputStream file =
            EarlierRelease.class.getResourceAsStream("/upgrade/before-folders.zip");
        ZipInputStream zip = new ZipInputStream(Objects.requireNonNull(file))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path path = into.resolve(entry.getName());
        Files.createDirectories(Objects.requireNonNull(path.getParent()));
        Files.copy(zip, path);
      }
    }
  }

  /** All bytes of one of its files. */
  public static byte[] content(String name, int pieces) {
    byte[] content = new byte[pieces * PIECE - 7];
    Arrays.fill(content, (byte) '.');
    for (int piece = 0; piece < pieces; piece++) {
      String head = name + " " + piece + (piece < pieces - 1 ? " " : "");
      byte[] bytes = head.getBytes(StandardCharsets.UTF_8);
      System.arraycopy(bytes, 0, content, piece * PIECE, bytes.length);
    }
    return content;
  }
}
