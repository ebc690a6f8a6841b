package io.torrentinno.tracker.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Writes one line to the log {@code audit} for each call that may change something, refused ones
 * too: the name of the token, the address, the call, the status of the answer.
 */
final class AuditFilter extends OncePerRequestFilter {
  private static final Logger LOG = LoggerFactory.getLogger("audit");

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return Calls.onlyRead(request);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    boolean known =
        SecurityContextHolder.getContext().getAuthentication() instanceof TokenAuthentication;
    String who =
        known ? SecurityContextHolder.getContext().getAuthentication().getName() : "nobody";
    boolean failed = true;
    try {
      chain.doFilter(request, response);
      failed = false;
    } finally {
      LOG.info(
          "token={} from={} call={} {} result={}",
          who,
          request.getRemoteAddr(),
          printable(request.getMethod()),
          printable(request.getRequestURI()),
          failed ? "failed" : response.getStatus());
    }
  }

  /** A caller must not write lines of its own, or move the cursor of a terminal. */
  private static String printable(String text) {
    return text.replaceAll("[^\\x21-\\x7e]", "?");
  }
}
