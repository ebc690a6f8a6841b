package io.torrentinno.agent.api.resources;

import io.torrentinno.agent.api.errors.Problem;
import io.torrentinno.agent.api.errors.RequestRefused;
import io.torrentinno.agent.selection.FileChoice;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the choice of files from calls. */
public final class FileChoices {
  private FileChoices() {}

  /** As the query {@code ?only=*.txt&high=README.md} says; nothing when it names no file. */
  public static FileChoice of(HttpServletRequest request) {
    return of(
        all(request, "only"), all(request, "skip"), all(request, "normal"), all(request, "high"));
  }

  private static @Nullable List<String> all(HttpServletRequest request, String name) {
    String[] values = request.getParameterValues(name);
    return values == null ? null : List.of(values);
  }

  /** A choice; refused when a list is not one of paths and patterns. */
  static FileChoice of(
      @Nullable List<String> only,
      @Nullable List<String> skip,
      @Nullable List<String> normal,
      @Nullable List<String> high) {
    try {
      return new FileChoice(list(only), list(skip), list(normal), list(high));
    } catch (IllegalArgumentException e) {
      throw new RequestRefused(Problem.BAD_REQUEST, String.valueOf(e.getMessage()), e);
    }
  }

  private static List<String> list(@Nullable List<String> paths) {
    if (paths == null) {
      return List.of();
    }
    if (paths.stream().anyMatch(Objects::isNull)) {
      throw new RequestRefused(Problem.BAD_REQUEST, "null is not a path");
    }
    return paths;
  }
}
