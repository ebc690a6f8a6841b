package io.torrentinno.system.documents;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * One setting, as the documents show it.
 *
 * @param values what it takes, in words
 * @param standard its default as it is written; empty when there is none
 * @param meaning one or several sentences in Markdown
 */
record Setting(String name, String values, String standard, String meaning) {
  private static final Pattern LIST = Pattern.compile("java\\.util\\.List<(.+)>");
  private static final Pattern CODE = Pattern.compile("\\{@code ([^}]+)}");

  /** What the types of settings take, by their simple names. */
  private static final Map<String, String> WORDS =
      Map.of(
          "Boolean", "`true` or `false`",
          "Integer", "number",
          "String", "text",
          "Duration", "duration",
          "Path", "path",
          "InetAddress", "IP address",
          "DataSize", "size",
          "TrackerAddress", "`host:port`",
          "Network", "network");

  /**
   * Reads an entry of Spring Boot's configuration metadata.
   *
   * @param classes where the enums of settings are found
   * @throws IllegalArgumentException when it lacks what a reader needs
   */
  static Setting of(JsonNode property, ClassLoader classes) {
    String name = property.path("name").asString("");
    String description = property.path("description").asString("");
    if (description.isBlank() || description.contains("{@link")) {
      throw new IllegalArgumentException(
          name + " is not described, or with a link: " + description);
    }
    return new Setting(
        name,
        values(property.path("type").asString(""), classes),
        property.path("defaultValue").asString(""),
        sentences(description));
  }

  /** The environment variable that sets it, as Spring Boot spells it. */
  String variable() {
    return name.replace('.', '_').replace("-", "").toUpperCase(Locale.ROOT);
  }

  private static String values(String type, ClassLoader classes) {
    var list = LIST.matcher(type);
    if (list.matches()) {
      return "list: " + values(list.group(1), classes) + ", …";
    }
    String word = WORDS.get(type.substring(type.lastIndexOf('.') + 1));
    return word == null ? constants(type, classes) : word;
  }

  /** The constants of an enum. Settings in a record of their own need an annotation to be read. */
  private static String constants(String type, ClassLoader classes) {
    try {
      Object[] constants =
          classes
              .loadClass(type.replaceAll("\\.([A-Z]\\w*)\\.([A-Z])", ".$1\\$$2"))
              .getEnumConstants();
      return Arrays.stream(
              Objects.requireNonNull(
                  constants, type + " is no enum: is @NestedConfigurationProperty missing?"))
          .map(it -> "`" + ((Enum<?>) it).name().toLowerCase(Locale.ROOT).replace('_', '-') + "`")
          .collect(Collectors.joining(", "));
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException("add a word for the type " + type, e);
    }
  }

  private static String sentences(String description) {
    String text = CODE.matcher(description.strip()).replaceAll("`$1`");
    String capital =
        text.startsWith("`")
            ? text
            : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    return capital.endsWith(".") ? capital : capital + ".";
  }
}
