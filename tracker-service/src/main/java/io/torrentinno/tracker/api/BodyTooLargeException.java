package io.torrentinno.tracker.api;

/** A request's body is longer than {@value RequestBody#MOST_BYTES} bytes. */
final class BodyTooLargeException extends RuntimeException {
  BodyTooLargeException() {
    super("the body has more than " + RequestBody.MOST_BYTES + " bytes");
  }
}
