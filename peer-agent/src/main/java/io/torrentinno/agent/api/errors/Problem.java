package io.torrentinno.agent.api.errors;

import io.torrentinno.agent.api.bodies.BodyRefused;
import io.torrentinno.agent.memory.MemoryShortage;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.protocol.manifest.ManifestException;
import io.torrentinno.protocol.model.PrintableText;
import io.torrentinno.protocol.rest.ProblemBody;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;

/**
 * The kinds of errors in answers (RFC 9457). Clients may rely on {@link #type} and on the status.
 */
public enum Problem {
  MALFORMED_JSON(HttpStatus.BAD_REQUEST, "The JSON body is not valid for this call"),
  BAD_MANIFEST(HttpStatus.BAD_REQUEST, "The manifest is not valid"),
  BAD_MANIFEST_URL(HttpStatus.BAD_REQUEST, "The URL of the manifest is not valid"),
  BAD_MAGNET(HttpStatus.BAD_REQUEST, "The magnet link is not valid"),
  BAD_INFO_HASH(HttpStatus.BAD_REQUEST, "The info-hash is not valid"),
  BAD_PEER_ID(HttpStatus.BAD_REQUEST, "The peer-id is not valid"),
  BAD_PEER_ADDRESS(HttpStatus.BAD_REQUEST, "The address of the peer is not valid"),
  BAD_REQUEST(HttpStatus.BAD_REQUEST, "The request is not valid"),
  BAD_SIGNATURE(HttpStatus.BAD_REQUEST, "The signature is not valid"),
  BAD_NAME(HttpStatus.BAD_REQUEST, "The name is not valid"),
  UNSHAREABLE(HttpStatus.BAD_REQUEST, "An entry of the folder can't be shared"),
  EMPTY_FILE(HttpStatus.BAD_REQUEST, "The file is empty"),
  TOKEN_NEEDED(HttpStatus.UNAUTHORIZED, "A token is needed"),
  TOKEN_REFUSED(HttpStatus.UNAUTHORIZED, "The token is not valid"),
  SCOPE_MISSING(HttpStatus.FORBIDDEN, "The token does not allow this"),
  NO_TOKENS(HttpStatus.FORBIDDEN, "This agent has no tokens"),
  BAD_CSRF_TOKEN(HttpStatus.FORBIDDEN, "The CSRF token is missing or wrong"),
  FORBIDDEN_PATH(HttpStatus.FORBIDDEN, "The path is outside the folders that the settings allow"),
  NO_PERMISSION(HttpStatus.FORBIDDEN, "The user account of the agent may not use the file"),
  NOT_SIGNED(HttpStatus.FORBIDDEN, "No allowed signer has signed the manifest"),
  FORBIDDEN_HOST(HttpStatus.FORBIDDEN, "The settings do not allow this host name"),
  FORBIDDEN_ADDRESS(HttpStatus.FORBIDDEN, "The settings do not allow this address"),
  FORBIDDEN_ORIGIN(HttpStatus.FORBIDDEN, "Pages of other sites may not use this agent"),
  UNKNOWN_RESOURCE(HttpStatus.NOT_FOUND, "No such resource"),
  UNKNOWN_SHARE(HttpStatus.NOT_FOUND, "No such share"),
  UNKNOWN_BAN(HttpStatus.NOT_FOUND, "The peer is not banned"),
  NO_SUCH_FILE(HttpStatus.NOT_FOUND, "No such file"),
  NOT_FOUND(HttpStatus.NOT_FOUND, "There is no such call"),
  METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "The path does not have this method"),
  NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "The answer is not available in this format"),
  UNSUPPORTED_MEDIA_TYPE(
      HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The call does not accept this Content-Type"),
  NO_MANIFEST(HttpStatus.CONFLICT, "The manifest has not arrived yet"),
  NOT_RUNNING(HttpStatus.CONFLICT, "The resource is paused or has failed"),
  RESOURCE_BUSY(HttpStatus.CONFLICT, "The resource is busy"),
  FILE_EXISTS(HttpStatus.CONFLICT, "Another file has this name"),
  NAME_TAKEN(HttpStatus.CONFLICT, "Another resource has this name"),
  PLACED_ELSEWHERE(HttpStatus.CONFLICT, "The resource is at another place"),
  NO_EXCHANGE(HttpStatus.CONFLICT, "The file system can't exchange two names"),
  MISMATCH(HttpStatus.CONFLICT, "The file or folder is not the resource"),
  FILE_CHANGED(HttpStatus.CONFLICT, "The file changed"),
  PRECONDITION_FAILED(HttpStatus.PRECONDITION_FAILED, "The file has another ETag"),
  RANGE_NOT_SATISFIABLE(HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE, "The range is not in the file"),
  TOO_SLOW(HttpStatus.REQUEST_TIMEOUT, "The body arrives too slowly"),
  TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "Too large"),
  DISK_FULL(HttpStatus.CONTENT_TOO_LARGE, "There is not enough space on the disk"),
  MEMORY_FULL(HttpStatus.CONTENT_TOO_LARGE, "There is not enough memory"),
  TOO_MANY_ATTEMPTS(HttpStatus.TOO_MANY_REQUESTS, "Too many wrong tokens"),
  STORAGE(HttpStatus.INTERNAL_SERVER_ERROR, "Reading or writing failed"),
  INTERNAL(HttpStatus.INTERNAL_SERVER_ERROR, "The agent failed"),
  MANIFEST_UNAVAILABLE(HttpStatus.BAD_GATEWAY, "The manifest could not be fetched"),
  STALLED(HttpStatus.SERVICE_UNAVAILABLE, "The bytes have not arrived; try again"),
  BUSY(HttpStatus.SERVICE_UNAVAILABLE, "Too many requests at a time; try again");

  private static final int LONGEST_DETAIL = 2000;
  private static final String PREFIX = "urn:torrentinno:problem:";

  private final HttpStatus status;
  private final String title;

  Problem(HttpStatus status, String title) {
    this.status = status;
    this.title = title;
  }

  public static Problem of(ResourceException.Reason reason) {
    return switch (reason) {
      case UNKNOWN -> UNKNOWN_RESOURCE;
      case UNKNOWN_SHARE -> UNKNOWN_SHARE;
      case NOT_BANNED -> UNKNOWN_BAN;
      case BUSY -> RESOURCE_BUSY;
      case NO_MANIFEST -> NO_MANIFEST;
      case NOT_RUNNING -> NOT_RUNNING;
      case BAD_NAME -> BAD_NAME;
      case FORBIDDEN_PATH -> FORBIDDEN_PATH;
      case FORBIDDEN_ADDRESS -> FORBIDDEN_ADDRESS;
      case NO_PERMISSION -> NO_PERMISSION;
      case NO_SUCH_FILE -> NO_SUCH_FILE;
      case EMPTY_FILE -> EMPTY_FILE;
      case UNSHAREABLE -> UNSHAREABLE;
      case BAD_REQUEST -> BAD_REQUEST;
      case BAD_PEER_ADDRESS -> BAD_PEER_ADDRESS;
      case FILE_EXISTS -> FILE_EXISTS;
      case NAME_TAKEN -> NAME_TAKEN;
      case PLACED_ELSEWHERE -> PLACED_ELSEWHERE;
      case DISK_FULL -> DISK_FULL;
      case MEMORY_FULL -> MEMORY_FULL;
      case STORAGE -> STORAGE;
      case FILE_CHANGED -> FILE_CHANGED;
      case MISMATCH -> MISMATCH;
      case NO_EXCHANGE -> NO_EXCHANGE;
      case NOT_SIGNED -> NOT_SIGNED;
      case BAD_SIGNATURE -> BAD_SIGNATURE;
    };
  }

  public static Problem of(ManifestException.Reason reason) {
    return reason == ManifestException.Reason.MALFORMED_JSON ? MALFORMED_JSON : BAD_MANIFEST;
  }

  public static Problem of(MemoryShortage shortage) {
    return shortage.isPermanent() ? MEMORY_FULL : BUSY;
  }

  public static Problem of(BodyRefused.Reason reason) {
    return switch (reason) {
      case TOO_LARGE -> TOO_LARGE;
      case TOO_SLOW -> TOO_SLOW;
      case TOO_MANY -> BUSY;
      case NO_DISK_SPACE -> DISK_FULL;
    };
  }

  /** The kind for an error of the framework, which has only a status. */
  public static Problem of(HttpStatusCode status) {
    return switch (status.value()) {
      case 404 -> NOT_FOUND;
      case 405 -> METHOD_NOT_ALLOWED;
      case 406 -> NOT_ACCEPTABLE;
      case 408 -> TOO_SLOW;
      case 413 -> TOO_LARGE;
      case 415 -> UNSUPPORTED_MEDIA_TYPE;
      case 503 -> BUSY;
      default -> status.is4xxClientError() ? BAD_REQUEST : INTERNAL;
    };
  }

  /** {@code urn:torrentinno:problem:bad-name} for {@link #BAD_NAME}. */
  URI type() {
    return URI.create(PREFIX + word());
  }

  /** {@code bad-name} for {@link #BAD_NAME}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public HttpStatus status() {
    return status;
  }

  /**
   * The text of an answer, for places where no JSON writer is at hand.
   *
   * @param detail without quotes and backslashes
   */
  public String json(int status, String detail) {
    return "{\"type\":\"%s\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\"}"
        .formatted(type(), title, status, detail);
  }

  /** The body of a part of an answer that was refused. */
  public static ProblemBody bodyOf(ResourceException refusal) {
    return of(refusal.reason()).part(refusal.getMessage());
  }

  /** The body of a part of an answer, while the call as a whole is served. */
  public ProblemBody part(@Nullable String detail) {
    return new ProblemBody(
        type().toString(),
        title,
        status.value(),
        detail == null ? "" : PrintableText.of(detail, LONGEST_DETAIL));
  }

  /**
   * The body of an answer.
   *
   * @param detail may quote what others wrote, and is cleaned here
   */
  public ProblemDetail body(String detail) {
    ProblemDetail body =
        ProblemDetail.forStatusAndDetail(status, PrintableText.of(detail, LONGEST_DETAIL));
    body.setType(type());
    body.setTitle(title);
    return body;
  }
}
