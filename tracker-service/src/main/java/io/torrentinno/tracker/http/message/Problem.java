package io.torrentinno.tracker.http.message;

import java.net.URI;
import java.util.Locale;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;

/** The errors of this API, as RFC 9457 problem details. Their types never change. */
public enum Problem {
  MALFORMED_JSON("Malformed JSON"),
  MISSING_FIELD("Missing field"),
  DUPLICATE_FIELD("Duplicate field"),
  INVALID_FIELD("Invalid field"),
  INVALID_REQUEST("Invalid request"),
  BODY_TOO_LARGE("Body too large"),
  HEAD_TOO_LARGE("Head too large"),
  UNAUTHORIZED("Unauthorized"),
  FORBIDDEN("Forbidden"),
  FORBIDDEN_HOST("Forbidden host"),
  NOT_FOUND("Not found"),
  METHOD_NOT_ALLOWED("Method not allowed"),
  NOT_ACCEPTABLE("Not acceptable"),
  UNSUPPORTED_MEDIA_TYPE("Unsupported media type"),
  TOO_MANY_REQUESTS("Too many requests"),
  STORE_UNAVAILABLE("Store unavailable"),
  BUSY("Busy"),
  INTERNAL_ERROR("Internal error");

  private final URI type;
  private final String title;

  Problem(String title) {
    this.type =
        URI.create("urn:torrentinno:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-'));
    this.title = title;
  }

  URI type() {
    return type;
  }

  String title() {
    return title;
  }

  /** The problem that says no more than the status. */
  public static Problem of(HttpStatusCode status) {
    return switch (status.value()) {
      case 401 -> UNAUTHORIZED;
      case 403 -> FORBIDDEN;
      case 404 -> NOT_FOUND;
      case 405 -> METHOD_NOT_ALLOWED;
      case 406 -> NOT_ACCEPTABLE;
      case 413 -> BODY_TOO_LARGE;
      case 415 -> UNSUPPORTED_MEDIA_TYPE;
      case 431 -> HEAD_TOO_LARGE;
      case 429 -> TOO_MANY_REQUESTS;
      case 501, 505 -> INVALID_REQUEST;
      case 503 -> BUSY;
      default -> status.is4xxClientError() ? INVALID_REQUEST : INTERNAL_ERROR;
    };
  }

  /** The problem detail with a status and a text. */
  public ProblemDetail with(HttpStatusCode status, String detail) {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
    problem.setType(type);
    problem.setTitle(title);
    return problem;
  }
}
