package io.torrentinno.system.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.system.ops.chart.KubernetesReader;
import java.awt.Rectangle;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The dashboard is one that Grafana can show, and a reader can understand. */
final class DashboardTest {
  private static final int COLUMNS = 24;

  private static JsonNode dashboard;

  @BeforeAll
  static void readFile() throws IOException {
    dashboard = KubernetesReader.parse(Files.readString(Expressions.DASHBOARD));
  }

  @Test
  void givesEveryPanelItsOwnNumberTitleAndPlace() {
    List<Rectangle> places = panels().map(DashboardTest::place).toList();

    assertThat(panels().map(panel -> panel.path("id").asInt())).doesNotHaveDuplicates();
    assertThat(panels().map(panel -> panel.path("title").asString()))
        .doesNotHaveDuplicates()
        .allMatch(title -> !title.isBlank());
    assertThat(places).allMatch(place -> place.x >= 0 && place.x + place.width <= COLUMNS);
    assertThat(places)
        .allSatisfy(place -> assertThat(places.stream().filter(place::intersects)).hasSize(1));
  }

  @Test
  void saysOfEveryGraphWhatItShowsAndInWhatUnit() {
    assertThat(graphs())
        .isNotEmpty()
        .allSatisfy(panel -> {
          assertThat(panel.path("description").asString()).isNotBlank();
          assertThat(panel.at("/fieldConfig/defaults/unit").asString()).isNotBlank();
          assertThat(panel.path("targets").valueStream()).isNotEmpty();
        });
  }

  @Test
  void asksTheDataSourceThatTheReaderChose() {
    assertThat(
            graphs()
                .flatMap(
                    panel -> Stream.concat(Stream.of(panel), panel.path("targets").valueStream())))
        .extracting(node -> node.at("/datasource/uid").asString())
        .containsOnly("${datasource}");
  }

  @Test
  void startsWithTheDataSourceThatIsProvisioned() throws IOException {
    JsonNode provisioned =
        KubernetesReader.parse(
            Files.readString(
                Expressions.FOLDER.resolve("grafana/provisioning/datasources/prometheus.yml")));

    assertThat(provisioned.at("/datasources/0/uid").asString())
        .isEqualTo(dashboard.at("/templating/list/0/current/value").asString());
  }

  private static Stream<JsonNode> panels() {
    return dashboard.path("panels").valueStream();
  }

  private static Stream<JsonNode> graphs() {
    return panels().filter(panel -> !panel.path("type").asString().equals("row"));
  }

  private static Rectangle place(JsonNode panel) {
    JsonNode grid = panel.path("gridPos");
    return new Rectangle(
        grid.path("x").asInt(),
        grid.path("y").asInt(),
        grid.path("w").asInt(),
        grid.path("h").asInt());
  }
}
