package io.torrentinno.agent.api.server;

import org.jspecify.annotations.Nullable;

/**
 * Measures how long the server has waited for the bytes of a body, or for the last {@link
 * ClientPace#WINDOW} bytes of it. One thread reads the body; other threads may ask.
 */
final class BodyWait {
  private final ClientPace pace;

  // All guarded by this object's lock.
  private long begin;
  private long arrived;
  private boolean isAnswered;

  /** Nanoseconds that the server has waited for the bytes since {@link #begin}. */
  private long waited;

  /** When the present wait began; null when the server does not wait. */
  private @Nullable Long since;

  private boolean hasMadeRoom;

  BodyWait(ClientPace pace) {
    this.pace = pace;
  }

  /** Begins with another connection. */
  synchronized void reset() {
    hasMadeRoom = false;
  }

  /**
   * The server waits for bytes from now on.
   *
   * @param bytes how many bytes of the body have arrived
   * @param answered whether the client has its answer
   * @return nanoseconds that the client still has; if there are none, the server does not wait
   */
  synchronized long begin(long bytes, boolean answered) {
    hasMadeRoom &= bytes > 0; // The body before may have ended before it saw that.
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

  /** The server has stopped waiting. */
  synchronized void end() {
    waited = waitedNow();
    since = null;
  }

  /** Whether the body has made room for others. Then nothing more of it is read. */
  synchronized boolean hasMadeRoom() {
    return hasMadeRoom;
  }

  /**
   * Nanoseconds by which the client exceeds its time while others wait; 0 or less if it is fast
   * enough.
   */
  synchronized long nanosLate() {
    return since == null || isAnswered
        ? 0
        : -pace.whileOthersWait().nanosLeft(waitedNow(), arrived - begin);
  }

  /** Ends the body to make room for others. False if the server does not wait for it now. */
  synchronized boolean makeRoom() {
    hasMadeRoom |= since != null;
    return since != null;
  }

  /** Makes the body end at its next read, because its client is too slow. */
  synchronized void makeRoomSoon() {
    hasMadeRoom = true;
  }

  private long waitedNow() {
    return waited + (since == null ? 0 : System.nanoTime() - since);
  }
}
