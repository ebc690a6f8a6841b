package io.torrentinno.tracker.security;

import io.torrentinno.protocol.token.TokenCheck;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Reads the token of a request: {@code Authorization: Bearer TOKEN}. A browser asks its user for a
 * password, so the token may also be the password of {@code Basic}. A browser sends a password
 * again by itself, also when another site makes it call. So {@code Basic} counts only for requests
 * that change nothing.
 */
final class TokenFilter extends OncePerRequestFilter {
  private static final String BEARER = "Bearer ";
  private static final String BASIC = "Basic ";

  private final TrackerTokens tokens;

  TokenFilter(TrackerTokens tokens) {
    this.tokens = tokens;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String text = text(request);
    if (text != null && tokens.check(text) instanceof TokenCheck.Valid(var token)) {
      SecurityContext context = SecurityContextHolder.createEmptyContext();
      context.setAuthentication(new TokenAuthentication(token));
      SecurityContextHolder.setContext(context);
    }
    chain.doFilter(request, response);
  }

  private static @Nullable String text(HttpServletRequest request) {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (header == null) {
      return null;
    }
    if (header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return header.substring(BEARER.length()).strip();
    }
    boolean isBasic = header.regionMatches(true, 0, BASIC, 0, BASIC.length());
    return isBasic && Calls.onlyRead(request)
        ? password(header.substring(BASIC.length()).strip())
        : null;
  }

  private static @Nullable String password(String base64) {
    try {
      String pair = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
      return pair.substring(pair.indexOf(':') + 1);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
