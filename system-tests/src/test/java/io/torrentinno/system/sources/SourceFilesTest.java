package io.torrentinno.system.sources;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Files and packages stay small enough to be read in one sitting, in tests as in main code. */
final class SourceFilesTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final int MAX_LINES = 400;
  private static final int MAX_FILES_OF_A_PACKAGE = 18;

  private final List<Path> sources = modules().flatMap(SourceFilesTest::sourcesOf).toList();

  @Test
  void everyModuleIsRead() {
    assertThat(modules().map(module -> module.getFileName().toString()))
        .contains("common-protocol", "tracker-service", "peer-agent", "system-tests", "benchmarks")
        .allSatisfy(module ->
            assertThat(sources).anySatisfy(file -> assertThat(file.toString()).contains(module)));
  }

  @Test
  void aFileHasAtMost400Lines() {
    Map<Path, Long> lengths =
        sources.stream().collect(toMap(ROOT::relativize, SourceFilesTest::lines));

    lengths.values().removeIf(lines -> lines <= MAX_LINES);
    assertThat(lengths).isEmpty();
  }

  @Test
  void aPackageHasAtMost18Files() {
    Map<Path, Long> sizes =
        sources.stream().collect(groupingBy(file -> ROOT.relativize(file.getParent()), counting()));

    sizes.values().removeIf(files -> files <= MAX_FILES_OF_A_PACKAGE);
    assertThat(sizes).isEmpty();
  }

  private static Stream<Path> modules() {
    try (Stream<Path> entries = Files.list(ROOT)) {
      return entries.filter(entry -> Files.isDirectory(entry.resolve("src"))).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> sourcesOf(Path module) {
    try (Stream<Path> files = Files.walk(module.resolve("src"))) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long lines(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
