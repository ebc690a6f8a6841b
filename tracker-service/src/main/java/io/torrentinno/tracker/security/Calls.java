package io.torrentinno.tracker.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;

/** Distinguishes calls that only read from calls that may change something. */
final class Calls {
  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
  private static final Set<String> OWN_SITE = Set.of("same-origin", "none");

  private Calls() {}

  /** Whether the method of a call is a safe one (RFC 9110, 9.2.1). */
  static boolean onlyRead(HttpServletRequest request) {
    return READING.contains(request.getMethod());
  }

  /** Whether a browser says that the page of another site makes it call. */
  static boolean isOfAnotherSite(HttpServletRequest request) {
    String site = request.getHeader("Sec-Fetch-Site");
    return site != null && !OWN_SITE.contains(site);
  }
}
