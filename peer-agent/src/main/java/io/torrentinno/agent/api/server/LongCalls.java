package io.torrentinno.agent.api.server;

import io.torrentinno.agent.api.errors.Problem;
import io.torrentinno.agent.api.errors.RequestRefused;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Keeps connections free for short calls: calls that wait for an event get a quarter of the
 * connections at most.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 20)
final class LongCalls extends OncePerRequestFilter {
  private static final int SHARE = 4;

  /** A call that waits for more than a second. */
  private static final Pattern WAIT = Pattern.compile("(?:^|&)wait=(?!0*1?(?:&|$))");

  private final Semaphore places;
  private final HandlerExceptionResolver problems;

  LongCalls(
      @Value("${server.tomcat.max-connections:8192}") int connections,
      @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
    places = new Semaphore(Math.max(1, connections / SHARE));
    this.problems = problems;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    String query = request.getQueryString();
    return query == null || !waits(query);
  }

  private static boolean waits(String query) {
    try {
      return WAIT.matcher(URLDecoder.decode(query, StandardCharsets.UTF_8)).find();
    } catch (IllegalArgumentException e) {
      return true; // It is not known which parameters the server will find.
    }
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (!places.tryAcquire()) {
      problems.resolveException(
          request, response, null, new RequestRefused(Problem.BUSY, "too many calls are waiting"));
      return;
    }
    try {
      chain.doFilter(request, response);
    } finally {
      places.release();
    }
  }
}
