package io.torrentinno.tracker.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Writes one line to the log {@code audit} for each call that may change something: the name of the
 * token, the address, the call, the status of the answer. Refused calls without a valid token are
 * counted, and not written, so that strangers cannot fill the log.
 */
final class AuditFilter extends OncePerRequestFilter {
  private static final String NO_TOKEN = "-"; // no name of a token
  private static final int FAILED = 500;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final Logger LOG = LoggerFactory.getLogger("audit");

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return Calls.onlyRead(request);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Authentication caller = SecurityContextHolder.getContext().getAuthentication();
    String who = caller instanceof TokenAuthentication token ? token.getName() : NO_TOKEN;
    boolean returned = false;
    try {
      chain.doFilter(request, response);
      returned = true;
    } finally {
      write(request, who, returned ? response.getStatus() : FAILED);
    }
  }

  private static void write(HttpServletRequest request, String who, int status) {
    if (who.equals(NO_TOKEN) && (status == UNAUTHORIZED || status == FORBIDDEN)) {
      return;
    }
    LOG.info(
        "who={} from={} call=\"{} {}\" status={}",
        who,
        request.getRemoteAddr(),
        printable(request.getMethod()),
        printable(request.getRequestURI()),
        status);
  }

  /** A caller must not write lines of its own, or move the cursor of a terminal. */
  private static String printable(String text) {
    return text.replaceAll("[^\\x21-\\x7e]|[\"\\\\]", "?");
  }
}
