package io.torrentinno.agent.security;

import io.torrentinno.protocol.token.Scope;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.ServletRequestPathUtils;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Which scope a call needs ({@code specs/agent-api.md}, "Tokens"). Reads paths as the framework
 * does when it looks for the method that serves them. What is not named here needs a token. Never
 * asks for parameters: that would receive the body of a caller who is not known yet.
 */
final class AccessTable {
  private static final Set<String> LOOKING = Set.of("GET", "HEAD", "OPTIONS");
  private static final String DELETE_DATA = "deleteData";

  /** The page's own files, which have no data, and what an orchestrator asks. */
  private static final List<PathPattern> OPEN =
      patterns(
          "/",
          "/{file:[a-z]+\\.(?:css|html|ico|js|svg)}",
          "/actuator/health",
          "/actuator/health/**");

  private static final List<PathPattern> ADMIN = patterns("/api/v1/bans/**");

  /** Everybody who has a session may end it. */
  private static final List<PathPattern> OF_EACH_CALLER = patterns("/api/v1/session");

  private AccessTable() {}

  /** Whether a request changes nothing. */
  static boolean isLook(HttpServletRequest request) {
    return LOOKING.contains(request.getMethod());
  }

  /** The scope that a request needs; null when anybody may send it. */
  static @Nullable Scope needed(HttpServletRequest request) {
    PathContainer path = ServletRequestPathUtils.parse(request).pathWithinApplication();
    if (isLook(request) && !hasParts(request)) {
      return matches(OPEN, path) ? null : Scope.READ;
    }
    if (matches(OF_EACH_CALLER, path)) {
      return Scope.READ;
    }
    return matches(ADMIN, path) || deletesData(request) ? Scope.ADMIN : Scope.OPERATE;
  }

  /** The server writes the parts of a body to the disk, for any method. */
  private static boolean hasParts(HttpServletRequest request) {
    String type = request.getContentType();
    return type != null && type.strip().toLowerCase(Locale.ROOT).startsWith("multipart/");
  }

  /** Every value but {@code false} counts, so that no other spelling of true slips through. */
  private static boolean deletesData(HttpServletRequest request) {
    String query = request.getQueryString();
    return request.getMethod().equals("DELETE")
        && query != null
        && Stream.of(query.split("&")).anyMatch(AccessTable::asksToDeleteData);
  }

  /** Also true for a path that cannot be decoded. */
  private static boolean asksToDeleteData(String parameter) {
    String[] parts = parameter.split("=", 2);
    try {
      return decoded(parts[0]).equals(DELETE_DATA)
          && (parts.length == 1 || !decoded(parts[1]).equals("false"));
    } catch (IllegalArgumentException e) {
      return true;
    }
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static boolean matches(List<PathPattern> patterns, PathContainer path) {
    return patterns.stream().anyMatch(pattern -> pattern.matches(path));
  }

  private static List<PathPattern> patterns(String... texts) {
    return Stream.of(texts).map(PathPatternParser.defaultInstance::parse).toList();
  }
}
