package io.torrentinno.tracker.http.message;

import org.jspecify.annotations.Nullable;

/** A request breaks the specification; the message is for the caller. */
public final class HttpFault extends Exception {
  private static final long serialVersionUID = 1L;

  private final ResponseHead head;
  private final Problem problem;

  /** A fault with status 400, where it is not answered in bencoding. */
  public HttpFault(Problem problem, @Nullable String message) {
    this(ResponseHead.INVALID, problem, message);
  }

  public HttpFault(ResponseHead head, Problem problem, @Nullable String message) {
    // Without a stack trace, because strangers can cause it as often as they like.
    super(message, null, false, false);
    this.head = head;
    this.problem = problem;
  }

  public ResponseHead head() {
    return head;
  }

  public Problem problem() {
    return problem;
  }

  /** The text for the caller. */
  public String detail() {
    String message = getMessage();
    return message == null ? problem.title() : message;
  }
}
