package io.torrentinno.agent.cli;

import org.jspecify.annotations.Nullable;

/** A command can't do what it was asked; the message is for the person who asked. */
final class CommandFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CommandFailed(String message) {
    this(message, null);
  }

  CommandFailed(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
