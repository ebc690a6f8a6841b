package io.torrentinno.agent.api.server;

import org.jspecify.annotations.Nullable;

/**
 * How long the server waits for the client that sends a body, or the last {@link ClientPace#WINDOW}
 * bytes of it. One thread reads the body; others may ask.
 */
final class BodyWait {
  private final ClientPace pace;

  // All guarded by this object's lock.
  private long begin;
  private long arrived;
  private boolean isAnswered;

  /** Nanoseconds that the server has waited for what came since {@link #begin}. */
  private long waited;

  /** When it began to wait for what it waits for now. */
  private @Nullable Long since;

  private boolean hasMadeRoom;

  BodyWait(ClientPace pace) {
    this.pace = pace;
  }

  /** Another connection is served. */
  synchronized void reset() {
    hasMadeRoom = false;
  }

  /**
   * The server waits for bytes from now on.
   *
   * @param bytes those of the body that have come
   * @param answered whether the client has its answer
   * @return nanoseconds that the client still has; the server does not wait if there are none
   */
  synchronized long begin(long bytes, boolean answered) {
    if (bytes == 0 || isAnswered != answered || bytes - begin >= ClientPace.WINDOW) {
      isAnswered = answered;
      begin = bytes;
      waited = 0;
    }
    arrived = bytes;
    if (hasMadeRoom) {
      return 0;
    }
    long left = (answered ? ClientPace.ANSWERED : pace).nanosLeft(waited, bytes - begin);
    since = left > 0 ? System.nanoTime() : null;
    return left;
  }

  /** It does not wait any more. */
  synchronized void end() {
    waited = waitedNow();
    since = null;
  }

  /** Whether the body has made room; nothing more of it is read then. */
  synchronized boolean hasMadeRoom() {
    return hasMadeRoom;
  }

  /** Nanoseconds by which the client is too slow for others to wait; not above 0 if it is not. */
  synchronized long nanosLate() {
    return since == null || isAnswered
        ? 0
        : -pace.whileOthersWait().nanosLeft(waitedNow(), arrived - begin);
  }

  /** Remembers that the body makes room; false if nothing is waited for. */
  synchronized boolean makeRoom() {
    hasMadeRoom |= since != null;
    return since != null;
  }

  private long waitedNow() {
    return waited + (since == null ? 0 : System.nanoTime() - since);
  }
}
