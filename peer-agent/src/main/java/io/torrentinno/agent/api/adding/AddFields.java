package io.torrentinno.agent.api.adding;

import io.torrentinno.agent.api.errors.Problem;
import io.torrentinno.agent.api.errors.RequestRefused;
import io.torrentinno.agent.api.errors.UnknownName;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The fields of a body that is not a manifest, but has the URL of one or a magnet link. */
final class AddFields {
  static final String URL = "manifestUrl";
  static final String MAGNET = "magnet";

  private static final Set<String> NAMES = Set.of(URL, MAGNET);
  private static final Set<String> ALL = with(NAMES, Placements.NAMES);

  /** Each manifest has at least one of these fields. */
  private static final Set<String> OF_MANIFESTS = Set.of("info", "version", "pieces", "trackerIp");

  private static final String EXPECTED =
      "a manifest, or a JSON object with the field " + URL + " or " + MAGNET;

  private AddFields() {}

  /**
   * Checks that a body can be a manifest, or has a URL or a magnet link.
   *
   * @param body a missing node when the body is empty
   * @throws RequestRefused when it has none of these, has both, or has an unknown field
   */
  static void check(JsonNode body) {
    if (!body.isObject()) {
      throw new RequestRefused(
          Problem.MALFORMED_JSON,
          body.isMissingNode()
              ? "the body is empty; it must be " + EXPECTED
              : "the body must be " + EXPECTED);
    }
    if (NAMES.stream().anyMatch(body::has)) {
      checkNaming(body);
    } else if (OF_MANIFESTS.stream().noneMatch(body::has)) {
      String fault = unknown(body);
      throw new RequestRefused(
          Problem.BAD_MANIFEST,
          "the body is not " + EXPECTED + (fault == null ? "" : ": " + fault));
    }
  }

  private static void checkNaming(JsonNode body) {
    String fault = unknown(body);
    if (fault != null) {
      throw new RequestRefused(Problem.MALFORMED_JSON, fault);
    }
    if (body.has(URL) && body.has(MAGNET)) {
      throw new RequestRefused(
          Problem.BAD_REQUEST, "the body has both a " + URL + " and a " + MAGNET);
    }
  }

  private static @Nullable String unknown(JsonNode body) {
    return body.propertyNames().stream()
        .filter(field -> !ALL.contains(field))
        .findFirst()
        .map(field -> UnknownName.message("field", field, ALL))
        .orElse(null);
  }

  private static Set<String> with(Set<String> some, Set<String> others) {
    Set<String> all = new TreeSet<>(some);
    all.addAll(others);
    return Set.copyOf(all);
  }
}
