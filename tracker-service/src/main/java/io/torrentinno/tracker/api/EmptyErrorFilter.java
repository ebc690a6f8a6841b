package io.torrentinno.tracker.api;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Adds a problem detail to errors without a body, such as that of an unknown health group. */
@Component
final class EmptyErrorFilter extends OncePerRequestFilter {
  private static final int FIRST_ERROR = 400;

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    chain.doFilter(request, response);
    boolean empty = response.getContentType() == null && !response.isCommitted();
    if (response.getStatus() >= FIRST_ERROR && empty && !request.isAsyncStarted()) {
      response.sendError(response.getStatus());
    }
  }
}
