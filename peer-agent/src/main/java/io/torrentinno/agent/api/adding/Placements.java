package io.torrentinno.agent.api.adding;

import io.torrentinno.agent.api.errors.Problem;
import io.torrentinno.agent.api.errors.RequestRefused;
import io.torrentinno.agent.placement.Placement;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Reads the folder and the name that are chosen for a resource, from the parameters of a request or
 * the fields of its body.
 */
final class Placements {
  private static final String DESTINATION = "destination";
  private static final String NAME = "name";
  private static final String FROM = "from";
  private static final String REPLACE = "replace";

  static final Set<String> NAMES = Set.of(DESTINATION, NAME, FROM, REPLACE);

  private Placements() {}

  /** From the parameters of the URL or of a form. */
  static Placement of(HttpServletRequest request) {
    return of(request, MissingNode.getInstance());
  }

  /**
   * From the fields of a body; a parameter counts where the body has no such field.
   *
   * @param body a JSON object, or a missing node
   * @throws RequestRefused when a value is wrong
   */
  static Placement of(HttpServletRequest request, JsonNode body) {
    Path destination = path(DESTINATION, value(request, body, DESTINATION));
    String name = value(request, body, NAME);
    boolean replace = flag(request, body);
    Path from = path(FROM, value(request, body, FROM));
    try {
      return new Placement(destination, name, from, replace);
    } catch (IllegalArgumentException e) {
      throw new RequestRefused(Problem.BAD_REQUEST, String.valueOf(e.getMessage()), e);
    }
  }

  /** From the parameters, for several resources: {@code name} and {@code from} are refused. */
  static Placement ofMany(HttpServletRequest request) {
    for (String single : List.of(NAME, FROM)) {
      if (request.getParameter(single) != null) {
        throw new RequestRefused(Problem.BAD_REQUEST, single + " is for one resource");
      }
    }
    return of(request);
  }

  private static @Nullable String value(HttpServletRequest request, JsonNode body, String name) {
    JsonNode field = body.path(name);
    if (field.isMissingNode() || field.isNull()) {
      return request.getParameter(name);
    }
    if (!field.isString()) {
      throw new RequestRefused(Problem.MALFORMED_JSON, name + " is not a string");
    }
    return field.stringValue();
  }

  private static boolean flag(HttpServletRequest request, JsonNode body) {
    JsonNode field = body.path(REPLACE);
    if (field.isBoolean()) {
      return field.booleanValue();
    }
    String value = value(request, body, REPLACE);
    if (value != null && !value.equals("true") && !value.equals("false")) {
      throw new RequestRefused(Problem.BAD_REQUEST, REPLACE + " must be true or false");
    }
    return "true".equals(value);
  }

  private static @Nullable Path path(String name, @Nullable String value) {
    if (value == null) {
      return null;
    }
    if (value.isEmpty()) {
      throw new RequestRefused(Problem.BAD_REQUEST, name + " is empty");
    }
    try {
      return Path.of(value);
    } catch (InvalidPathException e) {
      throw new RequestRefused(Problem.BAD_REQUEST, name + " is not a path: " + e.getReason(), e);
    }
  }
}
