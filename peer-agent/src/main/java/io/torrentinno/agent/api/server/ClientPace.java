package io.torrentinno.agent.api.server;

import java.time.Duration;

/**
 * How slow a client may be.
 *
 * @param grace how long the server waits for a head. For {@link #WINDOW} bytes of a body or an
 *     answer, this is added to the time that {@code minRate} allows
 * @param minRate bytes a second of a body, or of an answer, at least 1
 */
record ClientPace(Duration grace, long minRate) {
  /**
   * Bytes after which the measurement starts again, so that a client can't be slow because it was
   * fast before.
   */
  static final int WINDOW = 64 * 1024;

  private static final Duration CROWDED_GRACE = Duration.ofSeconds(2);
  private static final int CROWDED_FACTOR = 64;

  /**
   * For a client that has its answer and still sends. The server reads on so that the client sees
   * the answer.
   */
  static final ClientPace ANSWERED = new ClientPace(Duration.ofSeconds(1), 64 * 1024);

  static final ClientPace DEFAULT = new ClientPace(Duration.ofSeconds(20), 1024);

  /** The slowest pace of a client while other requests wait for their turn. */
  ClientPace whileOthersWait() {
    return new ClientPace(
        CROWDED_GRACE.compareTo(grace) < 0 ? CROWDED_GRACE : grace, minRate * CROWDED_FACTOR);
  }

  /**
   * Nanoseconds that the server still waits after it has waited {@code waitedNanos} for {@code
   * bytes}.
   */
  long nanosLeft(long waitedNanos, long bytes) {
    double allowed = grace.toNanos() + bytes * 1e9 / minRate;
    return (long) allowed - waitedNanos;
  }
}
