package io.torrentinno.agent.security;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.torrentinno.agent.api.errors.Problem;
import io.torrentinno.agent.api.errors.RequestRefused;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Answers calls that the chain refuses, and counts them by reason. */
@Component
final class RefusedCalls {
  private static final List<Problem> REASONS =
      List.of(
          Problem.TOKEN_NEEDED,
          Problem.TOKEN_REFUSED,
          Problem.TOO_MANY_ATTEMPTS,
          Problem.SCOPE_MISSING,
          Problem.NO_TOKENS,
          Problem.BAD_CSRF_TOKEN,
          Problem.FORBIDDEN_HOST,
          Problem.FORBIDDEN_ORIGIN);

  private final HandlerExceptionResolver problems;
  private final Map<Problem, Counter> counters = new EnumMap<>(Problem.class);

  RefusedCalls(
      @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems,
      MeterRegistry registry) {
    this.problems = problems;
    for (Problem reason : REASONS) {
      counters.put(
          reason,
          Counter.builder("torrentinno.agent.refused.calls")
              .description("Calls of callers that may not make them")
              .tag("reason", reason.word())
              .register(registry));
    }
  }

  void answer(HttpServletRequest request, HttpServletResponse response, RequestRefused refusal) {
    count(refusal.problem());
    problems.resolveException(request, response, null, refusal);
  }

  /**
   * As above, with what a caller has to send (RFC 6750).
   *
   * @param more follows the realm: empty, or begins with a comma
   */
  void challenge(
      HttpServletRequest request,
      HttpServletResponse response,
      String more,
      RequestRefused refusal) {
    response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"torrentinno\"" + more);
    answer(request, response, refusal);
  }

  void count(Problem reason) {
    Counter counter = counters.get(reason);
    if (counter != null) {
      counter.increment();
    }
  }
}
