package io.torrentinno.system.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.system.ops.chart.Chart;
import io.torrentinno.system.ops.chart.ChartVariant;
import io.torrentinno.system.ops.chart.Rendering;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every setting that the images, the compose file and the chart give is one that is read. */
final class SettingsIT {
  private static final Pattern IN_A_FILE =
      Pattern.compile("\\b(?:TORRENTINNO|SERVER|SPRING|MANAGEMENT)_[A-Z_]+(?==|:\\s)");

  private static Set<String> trackerReads;
  private static Set<String> agentReads;

  @BeforeAll
  static void openJars() throws IOException {
    trackerReads = BootJar.environmentReadBy("torrentinno.tracker.jar");
    agentReads = BootJar.environmentReadBy("torrentinno.agent.jar");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "EVERYTHING_SET")
  void theChartSetsOnlyWhatIsRead(ChartVariant variant) {
    Rendering chart = variant.render();

    assertThat(chart.variablesOf("tracker")).isNotEmpty().isSubsetOf(trackerReads);
    assertThat(chart.variablesOf("agent")).isNotEmpty().isSubsetOf(agentReads);
  }

  @Test
  void theImagesAndTheComposeFileSetOnlyWhatIsRead() throws IOException {
    Set<String> read = new TreeSet<>(trackerReads);
    read.addAll(agentReads);

    assertThat(variablesIn("Dockerfile")).hasSizeGreaterThan(3).isSubsetOf(read);
    assertThat(variablesIn("docker-compose.yml")).hasSizeGreaterThan(2).isSubsetOf(read);
  }

  private static Set<String> variablesIn(String file) throws IOException {
    Set<String> variables = new TreeSet<>();
    IN_A_FILE
        .matcher(Files.readString(Chart.FOLDER.resolve("../..").resolve(file)))
        .results()
        .forEach(variable -> variables.add(variable.group()));
    return variables;
  }
}
