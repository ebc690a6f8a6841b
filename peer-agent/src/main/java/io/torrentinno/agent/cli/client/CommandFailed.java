package io.torrentinno.agent.cli.client;

import org.jspecify.annotations.Nullable;

/** A command can't do what it was asked; the message is for the person who asked. */
public final class CommandFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CommandFailed(String message) {
    this(message, null);
  }

  public CommandFailed(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
