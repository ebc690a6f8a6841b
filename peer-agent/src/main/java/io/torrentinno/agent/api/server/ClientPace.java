package io.torrentinno.agent.api.server;

import java.time.Duration;

/**
 * How slow a client may be.
 *
 * @param grace how long it may keep the server waiting for a head; or for {@link #WINDOW} bytes of
 *     a body or an answer, besides the time that {@code minRate} allows
 * @param minRate bytes a second of a body, or of an answer, at least 1
 */
record ClientPace(Duration grace, long minRate) {
  /** Bytes after which a client is measured anew: nobody may be slow because it was fast before. */
  static final int WINDOW = 64 * 1024;

  private static final Duration CROWDED_GRACE = Duration.ofSeconds(2);
  private static final int CROWDED_FACTOR = 64;

  /** Of a client that has its answer, and is listened to so that it sees that. */
  static final ClientPace ANSWERED = new ClientPace(Duration.ofSeconds(1), 64 * 1024);

  static final ClientPace DEFAULT = new ClientPace(Duration.ofSeconds(20), 1024);

  /** How slow a client may be while others wait because as many bodies are read as may be. */
  ClientPace whileOthersWait() {
    return new ClientPace(
        CROWDED_GRACE.compareTo(grace) < 0 ? CROWDED_GRACE : grace, minRate * CROWDED_FACTOR);
  }

  /** Nanoseconds that the server still waits when it has waited for so long for so many bytes. */
  long nanosLeft(long waitedNanos, long bytes) {
    double allowed = grace.toNanos() + bytes * 1e9 / minRate;
    return (long) allowed - waitedNanos;
  }
}
