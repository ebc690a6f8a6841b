package io.torrentinno.agent.announce.http;

import java.time.Duration;

/**
 * The time limits for a server.
 *
 * @param connect until an address accepts a connection, and again for the handshake of TLS
 * @param first until an answer on a new connection, counted from the answer before it
 * @param again until an answer on a kept connection: less, because a device in between may drop the
 *     packets of old connections
 * @param keep how long an unused connection is kept
 */
public record Timeouts(Duration connect, Duration first, Duration again, Duration keep) {
  /** The time limits of an agent. */
  public static final Timeouts USUAL =
      new Timeouts(
          Duration.ofSeconds(5),
          Duration.ofSeconds(15),
          Duration.ofSeconds(5),
          Duration.ofSeconds(30));
}
