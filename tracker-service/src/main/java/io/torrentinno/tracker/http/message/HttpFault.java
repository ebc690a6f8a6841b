package io.torrentinno.tracker.http.message;

import org.jspecify.annotations.Nullable;

/** A request is not what the specification says; the message is for the caller. */
public final class HttpFault extends Exception {
  private static final long serialVersionUID = 1L;

  private final ResponseHead head;
  private final Problem problem;

  /** One that is answered with status 400, where it is not answered in bencoding. */
  public HttpFault(Problem problem, @Nullable String message) {
    this(ResponseHead.INVALID, problem, message);
  }

  public HttpFault(ResponseHead head, Problem problem, @Nullable String message) {
    super(message, null, false, false); // Strangers cause it as often as they like.
    this.head = head;
    this.problem = problem;
  }

  public ResponseHead head() {
    return head;
  }

  public Problem problem() {
    return problem;
  }

  /** What to tell the caller. */
  public String detail() {
    String message = getMessage();
    return message == null ? problem.title() : message;
  }
}
