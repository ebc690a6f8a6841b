package io.torrentinno.agent.security;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.http.ResponseCookie;

/**
 * The cookie with the id of a session. Browsers send the cookies of a host to all its ports, so the
 * port is part of the name: several agents on one machine have sessions of their own.
 */
final class SessionCookie {
  private SessionCookie() {}

  static Optional<String> idIn(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies();
    return cookies == null
        ? Optional.empty()
        : Stream.of(cookies)
            .filter(cookie -> cookie.getName().equals(name(request)))
            .map(Cookie::getValue)
            .findFirst();
  }

  /** The value of a {@code Set-Cookie} header that begins a session. */
  static String begin(HttpServletRequest request, String id) {
    return cookie(request, id).build().toString();
  }

  /** The value of a {@code Set-Cookie} header that makes the browser forget its session. */
  static String end(HttpServletRequest request) {
    return cookie(request, "").maxAge(0).build().toString();
  }

  private static ResponseCookie.ResponseCookieBuilder cookie(
      HttpServletRequest request, String value) {
    return ResponseCookie.from(name(request), value)
        .path("/")
        .httpOnly(true)
        .sameSite("Strict")
        .secure(request.isSecure());
  }

  private static String name(HttpServletRequest request) {
    return "torrentinno-" + request.getLocalPort();
  }
}
