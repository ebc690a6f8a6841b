package io.torrentinno.agent.cli.client;

import org.jspecify.annotations.Nullable;

/** A command failed. The message is for the person who called it. */
public final class CommandFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CommandFailed(String message) {
    this(message, null);
  }

  public CommandFailed(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
