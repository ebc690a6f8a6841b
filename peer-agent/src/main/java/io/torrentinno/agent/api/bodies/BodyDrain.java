package io.torrentinno.agent.api.bodies;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Reads the rest of a body after the answer, within bounds. Many clients read the answer only after
 * they have sent everything. If the connection were closed before, they would see a failure and no
 * reason.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class BodyDrain extends OncePerRequestFilter {
  private static final Logger log = LoggerFactory.getLogger(BodyDrain.class);
  private static final long MOST_BYTES = 1L << 30;
  private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(30);

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !BodyKind.isThere(request);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    chain.doFilter(request, response);
    if (response.getStatus() >= 400 && request.getHeader("Expect") == null) {
      drain(request, response);
    }
  }

  private static void drain(HttpServletRequest request, HttpServletResponse response) {
    long start = System.nanoTime();
    byte[] scratch = new byte[8192];
    try {
      response.flushBuffer();
      ServletInputStream body = request.getInputStream();
      for (long left = MOST_BYTES; left > 0 && System.nanoTime() - start < MOST_NANOS; ) {
        int read = body.read(scratch);
        if (read < 0) {
          return;
        }
        left -= read;
      }
    } catch (IOException | IllegalStateException e) {
      log.debug("The rest of a body can't be read: {}", e.getMessage());
    }
  }
}
