package io.torrentinno.protocol;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The examples of the specification: {@code specs/golden}. */
public final class Golden {
  private static final Path FOLDER = find(Path.of("").toAbsolutePath());

  private Golden() {}

  /** The names of all files that end in {@code suffix}, without it. */
  public static Set<String> names(String suffix) {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(suffix))
          .map(name -> name.substring(0, name.length() - suffix.length()))
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The bytes of {@code name.hex}, whose comments run from {@code #} to the end of the line. */
  public static byte[] bytes(String name) {
    return HexFormat.of().parseHex(text(name + ".hex").replaceAll("#.*|\\s", ""));
  }

  /** The text of a file, its suffix included in {@code name}. */
  public static String text(String name) {
    try {
      return Files.readString(FOLDER.resolve(name));
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
