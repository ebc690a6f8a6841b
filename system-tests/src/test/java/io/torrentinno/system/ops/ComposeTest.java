package io.torrentinno.system.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.system.ops.chart.KubernetesReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What holds for every service of docker-compose.yml. That they work is for the walk-through. */
final class ComposeTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Set<String> CHECKED_BY_THEIR_IMAGE =
      Set.of("tracker", "agent1", "agent2", "agent3");

  private static JsonNode compose;

  @BeforeAll
  static void readFile() throws IOException {
    Object file =
        new Load(LoadSettings.builder().build())
            .loadFromString(Files.readString(ROOT.resolve("docker-compose.yml")));
    compose = JsonMapper.shared().valueToTree(file);
  }

  @Test
  void startsWhatTheReadmeNames() {
    assertThat(compose.path("services").propertyNames())
        .containsExactlyInAnyOrder(
            "redis", "tracker", "agent1", "agent2", "agent3", "prometheus", "grafana");
  }

  @Test
  void publishesOnLoopbackAlone() {
    assertThat(services().flatMap(name -> texts(setting(name, "ports"))))
        .hasSize(7)
        .allMatch(port -> port.startsWith("127.0.0.1:"));
  }

  @Test
  void givesNoServiceARightItDoesNotNeed() {
    assertThat(services())
        .allSatisfy(name -> {
          assertThat(setting(name, "read_only").asBoolean()).isTrue();
          assertThat(texts(setting(name, "cap_drop"))).containsExactly("ALL");
          assertThat(texts(setting(name, "security_opt"))).contains("no-new-privileges:true");
          assertThat(setting(name, "privileged").isMissingNode()).isTrue();
          assertThat(setting(name, "mem_limit").asString()).matches("\\d+m");
        });
  }

  @Test
  void knowsOfEveryServiceWhetherItIsHealthy() {
    assertThat(services().filter(name -> setting(name, "healthcheck").isMissingNode()))
        .containsExactlyInAnyOrderElementsOf(CHECKED_BY_THEIR_IMAGE);
    assertThat(ROOT.resolve("Dockerfile")).content().contains("\nHEALTHCHECK ");
  }

  @Test
  void waitsForWhatItNeedsToBeHealthy() {
    assertThat(services().flatMap(name -> setting(name, "depends_on").valueStream()))
        .extracting(dependency -> dependency.path("condition").asString())
        .isNotEmpty()
        .containsOnly("service_healthy");
  }

  @Test
  void pinsEveryImageThatIsNotItsOwn() {
    assertThat(
            services()
                .map(name -> setting(name, "image").asString())
                .filter(image -> !image.startsWith("torrentinno/")))
        .hasSize(3)
        .allMatch(image -> image.matches("[a-z/]+:v?[0-9][0-9a-z.-]*"));
  }

  @Test
  void keepsDataInNamedVolumes() {
    Set<String> mounted =
        services()
            .flatMap(name -> texts(setting(name, "volumes")))
            .filter(volume -> !volume.startsWith("."))
            .map(volume -> volume.substring(0, volume.indexOf(':')))
            .collect(Collectors.toSet());

    assertThat(compose.path("volumes").propertyNames())
        .containsExactlyInAnyOrderElementsOf(mounted);
  }

  @Test
  void mountsOnlyFilesThatAreThere() {
    assertThat(
            services()
                .flatMap(name -> texts(setting(name, "volumes")))
                .filter(volume -> volume.startsWith(".")))
        .allMatch(volume -> volume.endsWith(":ro"))
        .allSatisfy(
            volume -> assertThat(ROOT.resolve(volume.substring(0, volume.indexOf(':')))).exists());
  }

  @Test
  void letsPrometheusScrapeEveryTrackerAndAgent() throws IOException {
    JsonNode prometheus =
        KubernetesReader.parse(
            Files.readString(ROOT.resolve("observability/prometheus/prometheus.yml")));

    List<String> targets =
        prometheus
            .path("scrape_configs")
            .valueStream()
            .flatMap(job -> texts(job.at("/static_configs/0/targets")))
            .toList();

    assertThat(targets)
        .containsExactlyInAnyOrder(
            "tracker:8080", "agent1:8090", "agent2:8090", "agent3:8090", "localhost:9090");
  }

  private static Stream<String> services() {
    return compose.path("services").propertyNames().stream();
  }

  /**
   * A setting of a service, its own or one merged in, however deep; missing where there is none.
   */
  private static JsonNode setting(String service, String name) {
    return settingIn(compose.path("services").path(service), name);
  }

  private static JsonNode settingIn(JsonNode mapping, String name) {
    JsonNode own = mapping.path(name);
    JsonNode merged = mapping.path("<<");
    return own.isMissingNode() && merged.isObject() ? settingIn(merged, name) : own;
  }

  private static Stream<String> texts(JsonNode list) {
    return list.valueStream().map(JsonNode::asString);
  }
}
