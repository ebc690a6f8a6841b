package io.torrentinno.agent.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.security.web.firewall.FirewalledRequest;
import org.springframework.security.web.firewall.HttpFirewall;

/**
 * Lets every request through to the chain. Spring Security's own firewall refuses paths with {@code
 * %25}, {@code %5C} or {@code ;}, which names of files may have. It protects rules that read paths
 * in another way than the framework; {@link AccessTable} reads them in the same way, and what it
 * does not know needs a token.
 */
final class SameRequest implements HttpFirewall {
  @Override
  public FirewalledRequest getFirewalledRequest(HttpServletRequest request) {
    return new FirewalledRequest(request) {
      @Override
      public void reset() {
        // Nothing has been changed.
      }
    };
  }

  @Override
  public HttpServletResponse getFirewalledResponse(HttpServletResponse response) {
    return response;
  }
}
