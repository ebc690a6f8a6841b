package io.torrentinno.system.ops;

import io.torrentinno.system.ops.chart.KubernetesReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** The PromQL of the alert rules and of the dashboard, and the metrics that it asks for. */
final class Expressions {
  static final Path FOLDER = Path.of("..", "observability").toAbsolutePath().normalize();
  static final Path DASHBOARD = FOLDER.resolve("grafana/dashboards/torrentinno.json");
  static final Path RULES = FOLDER.resolve("prometheus/rules/torrentinno.yml");

  private static final Pattern TEXT = Pattern.compile("\"[^\"]*\"");
  private static final Pattern SELECTION = Pattern.compile("\\{[^}]*}|\\[[^]]*]");
  private static final Pattern LABEL_LIST =
      Pattern.compile("\\b(by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");
  private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.*),\\s*\\w+\\)");
  private static final Pattern NAME =
      Pattern.compile("(?<![\\w:$.])[a-zA-Z_:][a-zA-Z0-9_:]*(?![\\w:]|\\s*\\()");
  private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "bool", "offset");

  private Expressions() {}

  /** Every metric that the alert rules and the dashboard name. */
  static Set<String> metrics() throws IOException {
    Set<String> metrics = new TreeSet<>();
    for (Path file : Set.of(DASHBOARD, RULES)) {
      JsonNode document = KubernetesReader.parse(Files.readString(file));
      document.findValuesAsString("expr").forEach(expr -> metrics.addAll(metricsOf(expr)));
      document.findValuesAsString("definition").forEach(expr -> metrics.addAll(metricsOf(expr)));
    }
    return metrics;
  }

  /** The metrics that one expression names. */
  static Set<String> metricsOf(String expression) {
    String bare = LABEL_VALUES.matcher(expression).replaceAll("$1");
    for (Pattern aside : new Pattern[] {TEXT, SELECTION, LABEL_LIST}) {
      bare = aside.matcher(bare).replaceAll(" ");
    }
    Set<String> names = new TreeSet<>();
    NAME.matcher(bare).results().forEach(name -> names.add(name.group()));
    names.removeAll(OPERATORS);
    return names;
  }
}
