package io.torrentinno.agent.api.errors;

import org.jspecify.annotations.Nullable;

/** A request that the REST API itself refuses. */
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

  /** The kind of error in the answer. */
  public String detail() {
    return String.valueOf(getMessage());
  }
}
