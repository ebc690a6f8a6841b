package io.torrentinno.agent.config;

import org.jspecify.annotations.Nullable;

/** The agent can't start. The message gives the reason, for the operator. */
public final class StartFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String remedy;

  /**
   * A failure with its remedy.
   *
   * @param remedy what the person who started it can do
   */
  public StartFailed(String message, String remedy) {
    this(message, remedy, null);
  }

  /**
   * A failure with its remedy.
   *
   * @param remedy what the person who started it can do
   */
  public StartFailed(String message, String remedy, @Nullable Throwable cause) {
    super(message, cause);
    this.remedy = remedy;
  }

  String remedy() {
    return remedy;
  }
}
