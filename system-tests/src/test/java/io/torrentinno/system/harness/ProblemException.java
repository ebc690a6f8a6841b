package io.torrentinno.system.harness;

/** A service answered a call with a failure. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient HttpAnswer answer;

  ProblemException(HttpAnswer answer) {
    super(answer.toString());
    this.answer = answer;
  }

  public HttpAnswer answer() {
    return answer;
  }

  /** The problem's {@code type} (RFC 9457). */
  public String type() {
    return answer.json().path("type").asString("");
  }
}
