package io.torrentinno.system.documents;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Writes a service's settings as Markdown, from the metadata that the build makes of them. */
final class SettingsReference {
  private static final int WIDTH = 120;
  private static final String METADATA = "META-INF/spring-configuration-metadata.json";

  private SettingsReference() {}

  /**
   * The settings of a module, in the order of their names.
   *
   * @param module {@code peer-agent}; Maven has compiled it
   */
  static String of(String module) throws IOException {
    Path classes = Documents.ROOT.resolve(module).resolve("target/classes");
    JsonNode metadata = JsonMapper.shared().readTree(Files.readString(classes.resolve(METADATA)));
    try (URLClassLoader loader = loader(classes)) {
      StringBuilder text = new StringBuilder();
      metadata
          .path("properties")
          .valueStream()
          .map(property -> Setting.of(property, loader))
          .sorted(Comparator.comparing(Setting::name))
          .forEach(setting -> text.append(section(setting)));
      return text.toString();
    }
  }

  private static URLClassLoader loader(Path classes) throws MalformedURLException {
    Path shared = Documents.ROOT.resolve("common-protocol/target/classes");
    URL[] places = {classes.toUri().toURL(), shared.toUri().toURL()};
    return new URLClassLoader(places, SettingsReference.class.getClassLoader());
  }

  private static String section(Setting setting) {
    List<String> lines = new ArrayList<>(List.of("", "### " + setting.name(), ""));
    String standard = setting.standard().isEmpty() ? "none" : "`" + setting.standard() + "`";
    lines.add("%s · default: %s · `%s`".formatted(setting.values(), standard, setting.variable()));
    lines.add("");
    lines.addAll(wrapped(setting.meaning()));
    return String.join("\n", lines) + "\n";
  }

  private static List<String> wrapped(String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : (Iterable<String>) Stream.of(text.split("\\s+"))::iterator) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > WIDTH) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
