package io.torrentinno.tracker.swarm;

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
}
