package io.torrentinno.system.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A service's executable jar, and the settings that it and the libraries in it describe. */
final class BootJar {
  private static final String METADATA = "META-INF/spring-configuration-metadata.json";

  private BootJar() {}

  /**
   * The environment variables that a service reads, spelt as Spring Boot documents it: upper case,
   * underscores for dots, dashes left out.
   *
   * @param jarProperty the system property that names the jar
   */
  static Set<String> environmentReadBy(String jarProperty) throws IOException {
    Path jar = Path.of(System.getProperty(jarProperty, ""));
    assertThat(jar).as("the jar that the property %s names", jarProperty).isRegularFile();
    Set<String> variables = new TreeSet<>();
    try (ZipInputStream entries = new ZipInputStream(Files.newInputStream(jar))) {
      collect(entries, variables);
    }
    return variables;
  }

  private static void collect(ZipInputStream entries, Set<String> variables) throws IOException {
    for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
      if (entry.getName().endsWith(METADATA)) {
        JsonNode metadata = JsonMapper.shared().readTree(entries.readAllBytes());
        metadata
            .path("properties")
            .forEach(p -> variables.add(variable(p.path("name").asString())));
      } else if (entry.getName().endsWith(".jar")) {
        collect(new ZipInputStream(entries), variables);
      }
    }
  }

  private static String variable(String property) {
    return property.replace(".", "_").replace("-", "").toUpperCase(Locale.ROOT);
  }
}
