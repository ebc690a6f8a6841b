package io.torrentinno.agent.api.errors;

import org.jspecify.annotations.Nullable;

/** This interface refuses a request by itself, before or without asking the agent. */
public final class RequestRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Problem problem;

  public RequestRefused(Problem problem, String message) {
    this(problem, message, null);
  }

  public RequestRefused(Problem problem, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }

  /** What the answer says of it. */
  public String detail() {
    return String.valueOf(getMessage());
  }
}
