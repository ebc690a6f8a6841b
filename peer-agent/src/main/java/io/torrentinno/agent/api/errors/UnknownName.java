package io.torrentinno.agent.api.errors;

import io.torrentinno.protocol.settings.EditDistance;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Describes a parameter or a field that a call does not have. */
public final class UnknownName {
  private static final int LONGEST = 100;

  private UnknownName() {}

  /**
   * One line.
   *
   * @param kind {@code parameter} or {@code field}
   * @param known the names that the call has
   */
  public static String message(String kind, String name, Collection<String> known) {
    String shown = name.length() > LONGEST ? name.substring(0, LONGEST) + "…" : name;
    String message = "this call has no " + kind + " " + shown;
    return known.isEmpty()
        ? message
        : nearest(shown, known).map(it -> message + "; did you mean " + it + "?").orElse(message)
            + " (it has: "
            + String.join(", ", known.stream().sorted().toList())
            + ")";
  }

  private static Optional<String> nearest(String name, Collection<String> known) {
    String wanted = comparable(name);
    return known.stream()
        .filter(it -> distance(wanted, it) <= Math.max(1, it.length() / 3))
        .min(Comparator.comparingInt((String it) -> distance(wanted, it)).thenComparing(it -> it));
  }

  private static int distance(String wanted, String known) {
    return EditDistance.between(wanted, comparable(known));
  }

  /** Names that differ only in case and separators are the same to a person. */
  private static String comparable(String name) {
    return name.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
  }
}
