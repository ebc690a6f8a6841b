package io.torrentinno.tracker.api;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;

/** Reads a request's body up to a limit. */
final class RequestBody {
  static final int MOST_BYTES = 64 * 1024;

  private RequestBody() {}

  /**
   * The whole body.
   *
   * @throws BodyTooLargeException when it is longer than {@value #MOST_BYTES} bytes, whether it
   *     says so or not
   */
  static byte[] of(HttpServletRequest request) throws IOException {
    if (request.getContentLengthLong() > MOST_BYTES) {
      throw new BodyTooLargeException();
    }
    byte[] body = request.getInputStream().readNBytes(MOST_BYTES + 1);
    if (body.length > MOST_BYTES) {
      throw new BodyTooLargeException();
    }
    return body;
  }
}
