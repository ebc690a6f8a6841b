package io.torrentinno.system.ops.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The chart's papers agree with each other and with the build. */
final class ChartDocumentsTest {

  private static final Pattern TABLE_CELL = Pattern.compile("(?m)^\\| (`[^|]*`) \\|");
  private static final Pattern QUOTED = Pattern.compile("`([A-Za-z0-9.]+)`");
  private static final Set<String> DOCUMENTED_WHOLE =
      Set.of("resources", "extraEnv", "annotations", "agentApiFrom", "labels");

  @Test
  void explainsEveryValueAndNoOther() throws IOException {
    JsonNode values = KubernetesReader.parse(read(Chart.FOLDER.resolve("values.yaml")));

    Set<String> explained =
        TABLE_CELL
            .matcher(read(Chart.FOLDER.resolve("README.md")))
            .results()
            .flatMap(cell -> QUOTED.matcher(cell.group(1)).results())
            .map(name -> name.group(1))
            .collect(Collectors.toSet());

    assertThat(explained)
        .containsExactlyInAnyOrderElementsOf(leaves("", values).collect(Collectors.toSet()));
  }

  @Test
  void carriesTheVersionOfTheBuild() throws IOException {
    JsonNode chart = KubernetesReader.parse(read(Chart.FOLDER.resolve("Chart.yaml")));
    Matcher pom =
        Pattern.compile("<artifactId>torrentinno</artifactId>\\s*<version>([^<]+)</version>")
            .matcher(read(Chart.FOLDER.resolve("../../pom.xml")));

    assertThat(pom.find()).isTrue();
    assertThat(chart.path("appVersion").asString()).isEqualTo(pom.group(1));
    assertThat(chart.path("version").asString()).isEqualTo(pom.group(1));
  }

  private static Stream<String> leaves(String path, JsonNode node) {
    if (!node.isObject() || node.isEmpty() || DOCUMENTED_WHOLE.contains(lastOf(path))) {
      return Stream.of(path);
    }
    return node.properties().stream()
        .flatMap(child ->
            leaves(
                path.isEmpty() ? child.getKey() : path + "." + child.getKey(), child.getValue()));
  }

  private static String lastOf(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file);
  }
}
