package io.torrentinno.agent.api.server;

import io.torrentinno.agent.api.bodies.BodyRefused;
import io.torrentinno.agent.api.bodies.RefusedBodies;
import io.torrentinno.agent.api.errors.Problem;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers requests that failed outside of the API. When a client calls this path itself, nothing is
 * here.
 */
@RestController
final class ErrorAnswers implements ErrorController {
  private final RefusedBodies refusedBodies;

  ErrorAnswers(RefusedBodies refusedBodies) {
    this.refusedBodies = refusedBodies;
  }

  @RequestMapping("${server.error.path:/error}")
  @Nullable ResponseEntity<String> answer(HttpServletRequest request) {
    if (request.getDispatcherType() == DispatcherType.INCLUDE) {
      return null; // The answer has begun, and this would be added to it.
    }
    Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    if (request.getDispatcherType() != DispatcherType.ERROR || !(status instanceof Integer code)) {
      return answer(404, "there is no such call");
    }
    Object failure = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
    BodyRefused refused = failure instanceof Throwable thrown ? BodyRefused.in(thrown) : null;
    if (refused != null) {
      refusedBodies.count(refused.reason());
      return answer(Problem.of(refused.reason()).status().value(), refused.getMessage());
    }
    return answer(code, code < 500 ? "the request is not valid" : "see this agent's log");
  }

  private static ResponseEntity<String> answer(int status, @Nullable String detail) {
    return ResponseEntity.status(status)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(Problem.of(HttpStatusCode.valueOf(status)).json(status, String.valueOf(detail)));
  }
}
