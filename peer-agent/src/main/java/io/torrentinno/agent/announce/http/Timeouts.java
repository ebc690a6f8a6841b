package io.torrentinno.agent.announce.http;

import java.time.Duration;

/**
 * How long a server may take.
 *
 * @param connect until an address accepts a connection, and again for the handshake of TLS
 * @param first until an answer over a new connection is here, counted from the answer before it
 * @param again until an answer over a kept connection is here: less, for what swallows the packets
 *     of an old connection can let those of a new one pass
 * @param keep how long a connection is kept that nobody uses
 */
public record Timeouts(Duration connect, Duration first, Duration again, Duration keep) {
  /** Those of an agent. */
  public static final Timeouts USUAL =
      new Timeouts(
          Duration.ofSeconds(5),
          Duration.ofSeconds(15),
          Duration.ofSeconds(5),
          Duration.ofSeconds(30));
}
