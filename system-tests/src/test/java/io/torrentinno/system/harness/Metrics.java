package io.torrentinno.system.harness;

import java.net.URI;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a service's Prometheus endpoint shows at one moment. */
public final class Metrics {
  private static final Pattern NAME = Pattern.compile("^[a-zA-Z_:][a-zA-Z0-9_:]*");

  private final String text;

  private Metrics(String text) {
    this.text = text;
  }

  static Metrics scrape(URI service) {
    URI endpoint = service.resolve("/actuator/prometheus");
    return new Metrics(HttpAnswer.to("GET", endpoint, null).orThrow().body());
  }

  /** The names of all series, without labels. */
  public Set<String> names() {
    return text.lines()
        .filter(line -> !line.startsWith("#"))
        .flatMap(line -> NAME.matcher(line).results().map(found -> found.group()))
        .collect(Collectors.toSet());
  }

  /**
   * The sum of the series whose name is {@code name} and whose labels contain {@code label}; 0 when
   * there is none.
   *
   * @param label as in {@code direction="upload"}; all series when empty
   */
  public long sum(String name, String label) {
    return text.lines()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .filter(line -> line.contains(label))
        .mapToLong(
            line -> Math.round(Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))))
        .sum();
  }

  /** Whether there is a series of this name with this label. */
  public boolean has(String name, String label) {
    return text.lines().anyMatch(line -> line.startsWith(name + "{") && line.contains(label));
  }

  @Override
  public String toString() {
    return text;
  }
}
