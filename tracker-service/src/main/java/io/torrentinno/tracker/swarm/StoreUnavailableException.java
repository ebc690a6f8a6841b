package io.torrentinno.tracker.swarm;

import java.util.concurrent.CompletionException;

/** The store of the swarms cannot be reached just now; trying again later may succeed. */
public final class StoreUnavailableException extends RuntimeException {
  /** Says why, for the log. */
  public StoreUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Says why, for the log; nothing was tried. */
  public StoreUnavailableException(String message) {
    super(message);
  }

  /** Whether that is why a future failed, as those see it who wait for it. */
  public static boolean isBehind(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof StoreUnavailableException;
  }
}
