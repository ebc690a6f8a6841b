package io.torrentinno.tracker.http.message;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** Status lines and headers, except for their lengths. */
public enum ResponseHead {
  JSON("200 OK", "application/json"),
  BENCODED("200 OK", "text/plain"),
  BENCODED_THROTTLED("429 Too Many Requests", "text/plain", "Retry-After: 1"),
  BENCODED_UNAUTHORIZED("401 Unauthorized", "text/plain", "WWW-Authenticate: Bearer"),
  BENCODED_FORBIDDEN("403 Forbidden", "text/plain"),
  BENCODED_UNAVAILABLE("503 Service Unavailable", "text/plain", "Retry-After: 5"),
  BENCODED_FAILURE("500 Internal Server Error", "text/plain"),
  INVALID("400 Bad Request", "application/problem+json"),
  UNAUTHORIZED("401 Unauthorized", "application/problem+json", "WWW-Authenticate: Bearer"),
  FORBIDDEN("403 Forbidden", "application/problem+json"),
  NOT_FOUND("404 Not Found", "application/problem+json"),
  NOT_ACCEPTABLE("406 Not Acceptable", "application/problem+json"),
  TOO_LARGE("413 Content Too Large", "application/problem+json"),
  UNSUPPORTED("415 Unsupported Media Type", "application/problem+json"),
  HEAD_TOO_LARGE("431 Request Header Fields Too Large", "application/problem+json"),
  THROTTLED("429 Too Many Requests", "application/problem+json", "Retry-After: 1"),
  GET_ONLY("405 Method Not Allowed", "application/problem+json", "Allow: GET, HEAD"),
  GET_AND_POST("405 Method Not Allowed", "application/problem+json", "Allow: GET, HEAD, POST"),
  POST_ONLY("405 Method Not Allowed", "application/problem+json", "Allow: POST"),
  FAILURE("500 Internal Server Error", "application/problem+json"),
  UNAVAILABLE("503 Service Unavailable", "application/problem+json", "Retry-After: 5"),
  BUSY("503 Service Unavailable", "application/problem+json", "Retry-After: 1"),
  VERSION_UNKNOWN("505 HTTP Version Not Supported", "application/problem+json");

  private static final String LENGTH = "\r\nContent-Length: ";
  private static final byte[] KEPT = AsciiBytes.of("\r\n\r\n");
  private static final byte[] KEPT_FOR_ONCE = AsciiBytes.of("\r\nConnection: keep-alive\r\n\r\n");
  private static final byte[] CLOSED = AsciiBytes.of("\r\nConnection: close\r\n\r\n");

  private final int status;

  @SuppressWarnings("ImmutableEnumChecker") // handed to those only that copy it
  private final byte[] upToLength;

  ResponseHead(String status, String type, String... headers) {
    this.status = Integer.parseInt(status.substring(0, 3));
    StringBuilder text = new StringBuilder("HTTP/1.1 ").append(status);
    text.append("\r\nContent-Type: ").append(type);
    for (String header : headers) {
      text.append("\r\n").append(header);
    }
    this.upToLength = AsciiBytes.of(text.append(LENGTH).toString());
  }

  public int status() {
    return status;
  }

  /** Whether a connection is kept after its answer, and which header says so. */
  public enum Connection {
    KEPT,
    /** Kept, for a client of HTTP/1.0, which needs a header to know it. */
    KEPT_FOR_ONCE,
    CLOSED
  }

  public ByteBuf before(ByteWriter body, ByteBufAllocator buffers, Connection connection) {
    return body.finish(buffers, upToLength, end(connection));
  }

  /** A response without a body and without a length. */
  public ByteBuf alone(ByteBufAllocator buffers, Connection connection) {
    byte[] end = end(connection);
    int length = upToLength.length - LENGTH.length();
    return buffers
        .directBuffer(length + end.length)
        .writeBytes(upToLength, 0, length)
        .writeBytes(end);
  }

  private static byte[] end(Connection connection) {
    return switch (connection) {
      case KEPT -> KEPT;
      case KEPT_FOR_ONCE -> KEPT_FOR_ONCE;
      case CLOSED -> CLOSED;
    };
  }
}
