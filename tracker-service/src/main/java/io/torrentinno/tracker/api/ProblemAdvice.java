package io.torrentinno.tracker.api;

import io.torrentinno.tracker.http.message.Problem;
import io.torrentinno.tracker.swarm.StoreUnavailableException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Turns every failure of a request into a problem detail. */
@RestControllerAdvice
final class ProblemAdvice extends ResponseEntityExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);
  private static final String RETRY_AFTER_SECONDS = "5";

  @ExceptionHandler
  ResponseEntity<ProblemDetail> unavailable(StoreUnavailableException e) {
    HttpStatus status = HttpStatus.SERVICE_UNAVAILABLE;
    return ResponseEntity.status(status)
        .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
        .body(
            Problem.STORE_UNAVAILABLE.with(
                status, "The tracker cannot reach its store. Try again later."));
  }

  /** The container reads parameters when the first one is looked up. */
  @ExceptionHandler
  ResponseEntity<ProblemDetail> parameters(InvalidParameterException e) {
    LOG.debug("The parameters cannot be read", e);
    return answer(
        Problem.INVALID_REQUEST,
        HttpStatus.BAD_REQUEST,
        "The query has a % that begins no character of UTF-8. Announces go to /announce.");
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> unexpected(RuntimeException e) {
    LOG.error("A request failed unexpectedly", e);
    return answer(
        Problem.INTERNAL_ERROR, HttpStatus.INTERNAL_SERVER_ERROR, "The tracker's log says more.");
  }

  /** Turns the failures that Spring MVC finds into problem details of this API. */
  @Override
  protected @Nullable ResponseEntity<Object> handleExceptionInternal(
      Exception e,
      @Nullable Object body,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    String known = e instanceof ErrorResponse response ? response.getBody().getDetail() : null;
    String detail = known == null ? "The request cannot be answered." : known;
    return super.handleExceptionInternal(
        e, Problem.of(status).with(status, detail), headers, status, request);
  }

  private static ResponseEntity<ProblemDetail> answer(
      Problem problem, HttpStatus status, @Nullable String detail) {
    return ResponseEntity.status(status)
        .body(problem.with(status, detail == null ? problem.name() : detail));
  }
}
