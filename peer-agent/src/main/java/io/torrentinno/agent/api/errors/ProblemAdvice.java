package io.torrentinno.agent.api.errors;

import io.torrentinno.agent.api.bodies.BodyRefused;
import io.torrentinno.agent.api.bodies.RefusedBodies;
import io.torrentinno.agent.memory.MemoryShortage;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.protocol.manifest.ManifestException;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerId;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.stream.Collectors;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.http.converter.HttpMessageNotWritableException;
import org.springframework.validation.FieldError;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Turns every failure into a problem detail; logs those that are this agent's fault. */
@RestControllerAdvice
final class ProblemAdvice extends ResponseEntityExceptionHandler {
  private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);
  private static final String RETRY_SECONDS = "5";

  private final RefusedBodies refusedBodies;
  private final DiskLog disk;

  ProblemAdvice(RefusedBodies refusedBodies, DiskLog disk) {
    this.refusedBodies = refusedBodies;
    this.disk = disk;
  }

  @ExceptionHandler
  ResponseEntity<Object> refused(RequestRefused e) {
    return answer(e.problem(), e.detail());
  }

  @ExceptionHandler
  ResponseEntity<Object> resource(ResourceException e) {
    Problem problem = Problem.of(e.reason());
    if (problem.status().is5xxServerError()) {
      disk.failed(String.valueOf(e.getMessage()));
      log.debug("A call failed", e);
    }
    return answer(problem, String.valueOf(e.getMessage()));
  }

  @ExceptionHandler
  ResponseEntity<Object> memory(MemoryShortage e) {
    return answer(Problem.of(e), String.valueOf(e.getMessage()));
  }

  @ExceptionHandler
  ResponseEntity<Object> body(BodyRefused e) {
    refusedBodies.count(e.reason());
    return answer(Problem.of(e.reason()), String.valueOf(e.getMessage()));
  }

  @ExceptionHandler
  ResponseEntity<Object> manifest(ManifestException e) {
    return answer(Problem.of(e.reason()), String.valueOf(e.getMessage()));
  }

  /** The container reads parameters when the first one is looked up. */
  @ExceptionHandler
  ResponseEntity<Object> parameters(InvalidParameterException e) {
    log.debug("The parameters can't be read", e);
    return answer(Problem.BAD_REQUEST, "the query has a % that begins no character of UTF-8");
  }

  /** The body broke off, is malformed, or could not be written to the folder for uploads. */
  @ExceptionHandler
  ResponseEntity<Object> multipart(MultipartException e) {
    BodyRefused refused = BodyRefused.in(e);
    if (refused != null) {
      return body(refused);
    }
    ResourceException fault = DiskFault.in(e);
    if (fault != null) {
      return resource(fault);
    }
    log.debug("An upload failed", e);
    String cause = e.getMostSpecificCause().getMessage();
    return answer(Problem.BAD_REQUEST, "the upload can't be read: " + cause);
  }

  /** Null when the client is gone, or was cut off because it did not read its answer. */
  @ExceptionHandler
  @Nullable ResponseEntity<Object> unexpected(Exception e, HttpServletResponse response) {
    if (isUnread(e, response.isCommitted())) {
      return null;
    }
    BodyRefused refused = BodyRefused.in(e);
    if (refused != null) {
      return body(refused);
    }
    ResourceException fault = DiskFault.in(e);
    if (fault != null) {
      return resource(fault);
    }
    log.error("A request failed", e);
    return answer(Problem.INTERNAL, "see this agent's log");
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleTypeMismatch(
      TypeMismatchException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
    Class<?> type = e.getRequiredType();
    if (type == InfoHash.class) {
      return answer(Problem.BAD_INFO_HASH, "an info-hash has 64 hex digits, not: " + e.getValue());
    }
    return type == PeerId.class
        ? answer(Problem.BAD_PEER_ID, "a peer-id has 64 hex digits, not: " + e.getValue())
        : answer(Problem.BAD_REQUEST, e.getPropertyName() + " can't be: " + e.getValue());
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
      HttpMessageNotReadableException e,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    BodyRefused refused = BodyRefused.in(e);
    return refused == null ? answer(Problem.MALFORMED_JSON, JsonFault.of(e)) : body(refused);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleHttpMessageNotWritable(
      HttpMessageNotWritableException e,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    HttpServletResponse response =
        request instanceof ServletWebRequest servlet ? servlet.getResponse() : null;
    return isUnread(e, response != null && response.isCommitted())
        ? null
        : super.handleHttpMessageNotWritable(e, headers, status, request);
  }

  private static boolean isUnread(Exception failure, boolean committed) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (committed && cause instanceof IOException) {
        log.debug("An answer was not read to its end: {}", failure.getMessage());
        return true;
      }
    }
    return false;
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(
      MethodArgumentNotValidException e,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    return answer(
        Problem.BAD_REQUEST,
        e.getFieldErrors().stream().map(ProblemAdvice::text).collect(Collectors.joining(", ")));
  }

  @Override
  protected ResponseEntity<Object> createResponseEntity(
      @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
    String detail = body instanceof ProblemDetail given ? given.getDetail() : null;
    ProblemDetail problem = Problem.of(status).body(detail == null ? "" : detail);
    problem.setStatus(status.value());
    return new ResponseEntity<>(problem, headers, status);
  }

  private static String text(FieldError error) {
    return error.isBindingFailure()
        ? error.getField() + " can't be: " + error.getRejectedValue()
        : error.getField() + " " + error.getDefaultMessage();
  }

  private static ResponseEntity<Object> answer(Problem problem, String detail) {
    ResponseEntity.BodyBuilder answer = ResponseEntity.status(problem.status());
    if (problem == Problem.BUSY || problem == Problem.STALLED) {
      answer.header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
    }
    return answer.body(problem.body(detail));
  }
}
