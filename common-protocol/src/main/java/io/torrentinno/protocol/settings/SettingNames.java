package io.torrentinno.protocol.settings;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The settings that exist, from the descriptions that Spring Boot's configuration processor writes
 * ({@code META-INF/spring-configuration-metadata.json}). Names are compared as Spring Boot binds
 * them: without case, dashes and underscores.
 */
public final class SettingNames {
  private static final JsonMapper JSON = new JsonMapper();

  /** By the form in which names are compared. */
  private final Map<String, Setting> settings = new LinkedHashMap<>();

  /** By the form of environment variables. */
  private final Map<String, Setting> variables = new HashMap<>();

  /** A setting's name in documents, and its Java type. */
  private record Setting(String name, String type) {
    boolean isMap() {
      return type.startsWith("java.util.Map") || type.equals("java.util.Properties");
    }

    boolean isList() {
      return type.endsWith("[]") || type.startsWith("java.util.List");
    }
  }

  /** No settings. */
  public SettingNames() {}

  /**
   * Adds the settings of a description.
   *
   * @param metadata JSON
   */
  public void add(byte[] metadata) {
    for (JsonNode property : JSON.readTree(metadata).path("properties")) {
      String name = property.path("name").asString("");
      Setting setting = new Setting(name, property.path("type").asString(""));
      settings.put(comparable(name), setting);
      variables.put(variable(name), setting);
    }
  }

  /** Adds a setting that takes a single value. */
  public void add(String name) {
    settings.put(comparable(name), new Setting(name, ""));
  }

  boolean isKnown(String name) {
    return find(name) != null;
  }

  /** Whether the setting takes several values or pairs. */
  boolean takesSeveral(String name) {
    Setting setting = find(name);
    return setting != null && (setting.isList() || setting.isMap());
  }

  boolean hasRoot(String name) {
    String root = comparable(name).split("\\.", 2)[0];
    return settings.keySet().stream().anyMatch(it -> it.split("\\.", 2)[0].equals(root));
  }

  /** Whether an environment variable sets one of these settings. */
  boolean isKnownVariable(String variable) {
    String name = plainVariable(variable);
    return variables.containsKey(name)
        || variables.entrySet().stream()
            .anyMatch(it -> it.getValue().isMap() && name.startsWith(it.getKey()));
  }

  /** The most similar name, if one is similar enough. */
  Optional<String> nearest(String name, int mostMistakes) {
    String wanted = comparable(name);
    return nearest(
        settings.entrySet().stream().filter(it -> difference(wanted, it.getKey()) <= mostMistakes),
        it -> difference(wanted, it));
  }

  /** The shortest name in the same group whose last part contains the name's last part. */
  Optional<String> longerNameOf(String name) {
    String wanted = comparable(name);
    int dot = wanted.lastIndexOf('.') + 1;
    String group = wanted.substring(0, dot);
    String last = wanted.substring(dot);
    return settings.entrySet().stream()
        .filter(it -> it.getKey().startsWith(group) && it.getKey().indexOf('.', dot) < 0)
        .filter(it -> it.getKey().indexOf(last, dot) >= 0)
        .min(Comparator.comparingInt(it -> it.getKey().length()))
        .map(it -> it.getValue().name());
  }

  /** The most similar environment variable, if one is similar enough. */
  Optional<String> nearestVariable(String variable, int mostMistakes) {
    String wanted = plainVariable(variable);
    return nearest(
            variables.entrySet().stream()
                .filter(it -> EditDistance.between(wanted, it.getKey()) <= mostMistakes),
            it -> EditDistance.between(wanted, it))
        .map(SettingNames::variableName);
  }

  /** Spring Boot's spelling: {@code TORRENTINNO_AGENT_DATADIR}. */
  static String variableName(String name) {
    return name.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
  }

  /** The form in which names are compared; for an element of a list, the name of the list. */
  static String comparable(String name) {
    int bracket = name.indexOf('[');
    String whole = bracket < 0 ? name : name.substring(0, bracket);
    return whole.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
  }

  private static Optional<String> nearest(
      Stream<Map.Entry<String, Setting>> near, ToIntFunction<String> difference) {
    return near.min(Comparator.comparingInt(it -> difference.applyAsInt(it.getKey())))
        .map(it -> it.getValue().name());
  }

  private @Nullable Setting find(String name) {
    String wanted = comparable(name);
    Setting exact = settings.get(wanted);
    if (exact != null) {
      return exact;
    }
    Predicate<Map.Entry<String, Setting>> holds =
        it -> it.getValue().isMap() && wanted.startsWith(it.getKey() + ".");
    return settings.entrySet().stream()
        .filter(holds)
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  /** The difference between two names. The beginning of the known name may be left out. */
  private static int difference(String wanted, String known) {
    int whole = EditDistance.between(wanted, known);
    int segments = wanted.split("\\.", -1).length;
    String[] parts = known.split("\\.", -1);
    if (segments >= parts.length) {
      return whole;
    }
    String end = String.join(".", Arrays.copyOfRange(parts, parts.length - segments, parts.length));
    return Math.min(whole, 1 + EditDistance.between(wanted, end));
  }

  private static String variable(String name) {
    return comparable(name).replace(".", "");
  }

  /** The name without separators, and without the number of an element of a list. */
  private static String plainVariable(String variable) {
    return variable.replaceFirst("(_\\d+)+$", "").replace("_", "").toLowerCase(Locale.ROOT);
  }
}
