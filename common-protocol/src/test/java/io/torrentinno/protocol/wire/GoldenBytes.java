package io.torrentinno.protocol.wire;

import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The bytes that the specification gives as examples: {@code specs/golden/*.hex}. */
final class GoldenBytes {
  private static final Path FOLDER = find(Path.of("").toAbsolutePath());

  private GoldenBytes() {}

  static Set<String> names() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".hex"))
          .map(name -> name.substring(0, name.length() - ".hex".length()))
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The bytes of one file, whose comments run from {@code #} to the end of the line. */
  static byte[] of(String name) {
    try (Stream<String> lines = Files.lines(FOLDER.resolve(name + ".hex"))) {
      return ByteBufUtil.decodeHexDump(
          lines.map(line -> line.replaceAll("#.*|\\s", "")).collect(Collectors.joining()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path find(Path start) {
    for (Path folder = start; folder != null; folder = folder.getParent()) {
      Path golden = folder.resolve("specs").resolve("golden");
      if (Files.isDirectory(golden)) {
        return golden;
      }
    }
    throw new IllegalStateException("no specs/golden above " + start);
  }
}
