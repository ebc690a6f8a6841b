package io.torrentinno.agent.api;

import org.jspecify.annotations.Nullable;

/** This interface refuses a request by itself, before or without asking the agent. */
final class RequestRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Problem problem;

  RequestRefused(Problem problem, String message) {
    this(problem, message, null);
  }

  RequestRefused(Problem problem, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.problem = problem;
  }

  Problem problem() {
    return problem;
  }

  /** What the answer says of it. */
  String detail() {
    return String.valueOf(getMessage());
  }
}
