package io.torrentinno.system.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The list of libraries (SBOM) in an executable jar has every library that is in the jar. */
final class SbomIT {
  private static final String LIBRARIES = "BOOT-INF/lib/";
  private static final String SBOM = "META-INF/sbom/application.cdx.json";

  @ParameterizedTest
  @ValueSource(strings = {"torrentinno.tracker.jar", "torrentinno.agent.jar"})
  void listsEveryLibraryOfTheJar(String property) throws IOException {
    try (JarFile jar = new JarFile(System.getProperty(property, ""))) {
      assertThat(listed(jar)).containsAll(libraries(jar)).hasSizeGreaterThan(50);
    }
  }

  /** Without Spring Boot's own helper for {@code -Djarmode}, which its plugin adds to the jar. */
  private static Set<String> libraries(JarFile jar) {
    return jar.stream()
        .map(entry -> entry.getName())
        .filter(name -> name.startsWith(LIBRARIES) && name.endsWith(".jar"))
        .map(name -> name.substring(LIBRARIES.length()))
        .filter(name -> !name.startsWith("spring-boot-jarmode-tools"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The names that the jars of all components have. */
  private static Set<String> listed(JarFile jar) throws IOException {
    ZipEntry entry = Objects.requireNonNull(jar.getEntry(SBOM), SBOM);
    try (InputStream sbom = jar.getInputStream(entry)) {
      Set<String> names = new TreeSet<>();
      for (JsonNode component : JsonMapper.shared().readTree(sbom).get("components")) {
        names.add(fileName(component.get("purl").asString()));
      }
      return names;
    }
  }

  /** Of a package URL, as in {@code pkg:maven/group/name@1.0?classifier=linux-x86_64&type=jar}. */
  private static String fileName(String purl) {
    String coordinates = purl.substring(purl.lastIndexOf('/') + 1).replaceFirst("\\?.*", "");
    String classifier =
        purl.contains("classifier=")
            ? "-" + purl.replaceFirst(".*[?&]classifier=", "").replaceFirst("&.*", "")
            : "";
    return coordinates.replace('@', '-') + classifier + ".jar";
  }
}
