package io.torrentinno.agent.cli.client;

import org.jspecify.annotations.Nullable;

/** A command failed. The message is for the person who called it. */
public final class CommandFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The type of the problem that an agent has answered; empty for other failures. */
  private final String problem;

  public CommandFailed(String message) {
    this(message, (Throwable) null);
  }

  public CommandFailed(String message, @Nullable Throwable cause) {
    super(message, cause);
    problem = "";
  }

  /** An agent has refused a call. */
  CommandFailed(String message, String problem) {
    super(message);
    this.problem = problem;
  }

  /** The type of the problem that an agent has answered; empty for other failures. */
  public String problem() {
    return problem;
  }
}
