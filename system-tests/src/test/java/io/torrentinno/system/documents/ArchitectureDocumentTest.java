package io.torrentinno.system.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ARCHITECTURE.md} names every package. */
final class ArchitectureDocumentTest {
  private static final String TEXT = Documents.read(Documents.ROOT.resolve("ARCHITECTURE.md"));

  @ParameterizedTest
  @CsvSource({
    "peer-agent, io/torrentinno/agent, ## The agent",
    "tracker-service, io/torrentinno/tracker, ## The tracker"
  })
  void hasARowForEachPackageOfAServiceThatNamesThePackagesBelow(
      String module, String root, String heading) throws IOException {
    List<String> rows = section(heading).lines().filter(line -> line.startsWith("| `")).toList();

    assertThat(packages(module, root))
        .hasSizeGreaterThan(10)
        .allSatisfy(
            parts -> assertThat(rows).as(parts.toString()).anyMatch(row -> names(row, parts)));
  }

  @ParameterizedTest
  @CsvSource({"common-protocol, io/torrentinno/protocol, ## Modules"})
  void namesEachPackageThatTheServicesShare(String module, String root, String heading)
      throws IOException {
    String section = section(heading);

    assertThat(packages(module, root))
        .hasSizeGreaterThan(10)
        .allSatisfy(parts -> assertThat(section).contains("`" + String.join(".", parts) + "`"));
  }

  /** Whether a row is that of the first part, and names the others: each alone, or as a path. */
  private static boolean names(String row, List<String> parts) {
    return row.startsWith("| `" + parts.getFirst() + "` |")
        && IntStream.range(1, parts.size())
            .allMatch(i ->
                row.contains("`" + parts.get(i) + "`")
                    || row.contains("`" + String.join(".", parts.subList(1, i + 1)) + "`"));
  }

  private static String section(String heading) {
    int begin = TEXT.indexOf("\n" + heading + "\n");
    int end = TEXT.indexOf("\n## ", begin + heading.length());
    return TEXT.substring(begin, end);
  }

  /** The names of the packages below a package, each split at its dots. */
  private static List<List<String>> packages(String module, String root) throws IOException {
    Path base = Documents.ROOT.resolve(module).resolve("src/main/java").resolve(root);
    try (Stream<Path> files = Files.walk(base)) {
      return files
          .filter(file -> file.endsWith("package-info.java"))
          .map(file -> base.relativize(file.getParent()).toString())
          .filter(name -> !name.isEmpty())
          .map(name -> List.of(name.split("/")))
          .toList();
    }
  }
}
