package io.torrentinno.agent.api.bodies;

import io.torrentinno.agent.api.bodies.BodyRefused.Reason;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.util.HexFormat;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Limits bodies before they are read: their size, how many are read at a time, and the disk space
 * that uploads take.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 30)
final class BodyGuard extends OncePerRequestFilter {
  private final BodyTurns turns;
  private final UploadRoom room;
  private final HandlerExceptionResolver problems;

  BodyGuard(
      BodySettings settings,
      UploadRoom room,
      @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
    this.turns = new BodyTurns(settings);
    this.room = room;
    this.problems = problems;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !BodyKind.isThere(request);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    BodyKind kind = BodyKind.of(request);
    try {
      requireBelow(kind.mostBytes(), request.getContentLengthLong());
      String caller = callerAt(request.getRemoteAddr());
      try (TurnQueue.Turn turn = turns.await(kind, IncomingBody.CURRENT.get(), caller)) {
        serve(kind, WrappedBody.untilRead(request, turn::close), response, chain);
      }
    } catch (BodyRefused e) {
      problems.resolveException(request, response, null, e);
    }
  }

  /** Its address; the /64 network of an IPv6 address, because one caller may have all of that. */
  static String callerAt(String address) {
    byte[] bytes;
    try {
      bytes = InetAddress.ofLiteral(address).getAddress();
    } catch (IllegalArgumentException e) {
      return address;
    }
    return HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, Long.BYTES));
  }

  private void serve(
      BodyKind kind, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    switch (kind) {
      case UPLOAD -> {
        try (UploadRoom.Claim _ = room.claim(request.getContentLengthLong())) {
          chain.doFilter(request, response);
        }
      }
      case SMALL -> chain.doFilter(WrappedBody.limited(request, kind.mostBytes()), response);
      case MANIFEST, BATCH -> chain.doFilter(request, response);
    }
  }

  private static void requireBelow(long most, long length) throws BodyRefused {
    if (length > most) {
      throw new BodyRefused(
          Reason.TOO_LARGE, "the body has " + length + " bytes; this call takes up to " + most);
    }
  }
}
