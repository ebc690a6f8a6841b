package io.torrentinno.agent.api.server;

/**
 * Measures how long the server has waited for a client to take an answer, or the last {@link
 * ClientPace#WINDOW} bytes of it. One thread writes; other threads may ask.
 */
final class AnswerMeter {
  // All guarded by this.
  private long written;
  private long waited;
  private long waitingSince;
  private boolean waiting;

  /** Begins with another request. */
  synchronized void begin() {
    written = 0;
    waited = 0;
    waiting = false;
  }

  /**
   * The server has tried to write.
   *
   * @param taken bytes that the connection took; not positive for none
   * @param left whether it did not take all
   */
  synchronized void wrote(int taken, boolean left) {
    long now = System.nanoTime();
    waited += waiting ? now - waitingSince : 0;
    waiting = left;
    waitingSince = now;
    written += Math.max(0, taken);
    if (written >= ClientPace.WINDOW) {
      written = 0;
      waited = 0;
    }
  }

  /** Nanoseconds that the server has waited for the client while it wrote. */
  synchronized long waited() {
    return waited + (waiting ? System.nanoTime() - waitingSince : 0);
  }

  /** Whether the server waits now. */
  synchronized boolean isWaiting() {
    return waiting;
  }

  /** Whether the client takes the answer too slowly. */
  synchronized boolean isTooSlow(ClientPace pace) {
    return waiting && pace.nanosLeft(waited(), written) <= 0;
  }
}
