package io.torrentinno.agent.security;

import io.torrentinno.protocol.token.Scope;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.ServletRequestPathUtils;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Which scope a call needs ({@code specs/agent-api.md}, "Tokens"). Reads paths as the framework
 * does when it looks for the method that serves them. What is not named here needs a token.
 */
final class AccessTable {
  private static final Set<String> LOOKING = Set.of("GET", "HEAD", "OPTIONS");

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
    if (isLook(request)) {
      return matches(OPEN, path) ? null : Scope.READ;
    }
    if (matches(OF_EACH_CALLER, path)) {
      return Scope.READ;
    }
    return matches(ADMIN, path) || deletesData(request) ? Scope.ADMIN : Scope.OPERATE;
  }

  /** Every value but {@code false} counts, so that no other spelling of true slips through. */
  private static boolean deletesData(HttpServletRequest request) {
    if (!request.getMethod().equals("DELETE")) {
      return false;
    }
    String[] values = request.getParameterValues("deleteData");
    return values != null && !Stream.of(values).allMatch("false"::equals);
  }

  private static boolean matches(List<PathPattern> patterns, PathContainer path) {
    return patterns.stream().anyMatch(pattern -> pattern.matches(path));
  }

  private static List<PathPattern> patterns(String... texts) {
    return Stream.of(texts).map(PathPatternParser.defaultInstance::parse).toList();
  }
}
