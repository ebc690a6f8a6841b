package io.torrentinno.system.documents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The Markdown files of this repository. */
final class Documents {
  /** The top folder of the repository; Maven runs tests in the module's folder. */
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static final Set<String> BUILT = Set.of("target", "node_modules");

  private Documents() {}

  /** All of them, in the order of their paths. */
  static List<Path> all() {
    return below(ROOT).sorted().toList();
  }

  /** Those whose commands a newcomer types: the README, and the guides in {@code docs}. */
  static List<Path> guides() {
    try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
      return Stream.concat(
              Stream.of(ROOT.resolve("README.md")), docs.filter(Documents::isMarkdown).sorted())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String read(Path document) {
    try {
      return Files.readString(document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> below(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(Documents::isOurs).toList().stream()
          .flatMap(entry ->
              Files.isDirectory(entry)
                  ? below(entry)
                  : Stream.of(entry).filter(Documents::isMarkdown));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isOurs(Path entry) {
    String name = entry.getFileName().toString();
    return !name.startsWith(".") && !BUILT.contains(name) && !Files.isSymbolicLink(entry);
  }

  private static boolean isMarkdown(Path file) {
    return file.toString().endsWith(".md");
  }
}
