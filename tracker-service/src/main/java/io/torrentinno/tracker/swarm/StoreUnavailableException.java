package io.torrentinno.tracker.swarm;

import java.util.concurrent.CompletionException;

/** The store cannot be reached at present; another try later may succeed. */
public final class StoreUnavailableException extends RuntimeException {
  /** A failure with its reason, for the log. */
  public StoreUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }

  /** A failure before anything was tried, with its reason, for the log. */
  public StoreUnavailableException(String message) {
    super(message);
  }

  /** Whether this exception made a future fail. Callers see it wrapped. */
  public static boolean isBehind(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof StoreUnavailableException;
  }
}
