package io.torrentinno.agent.engine;

import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.wire.PeerMessage;
import java.time.Duration;

/**
 * How a session behaves.
 *
 * @param self this agent's id
 * @param hello what this agent tells TI/2 peers; its limits bind both sides
 * @param maxConnections connections at most
 * @param maxHalfOpen connection attempts under way at most
 * @param stallTimeout after this long without a byte, what a peer was asked for is asked elsewhere
 * @param idleTimeout after this long without a message, a connection is closed
 * @param banTime how long a peer that sent a corrupt piece is kept out
 */
public record SessionSettings(
    PeerId self,
    PeerMessage.Hello hello,
    int maxConnections,
    int maxHalfOpen,
    Duration stallTimeout,
    Duration idleTimeout,
    Duration banTime) {
  /** Defaults for everything but the greeting and the number of connections. */
  public static SessionSettings of(PeerId self, PeerMessage.Hello hello, int maxConnections) {
    return new SessionSettings(
        self,
        hello,
        maxConnections,
        32,
        Duration.ofSeconds(10),
        Duration.ofSeconds(120),
        Duration.ofMinutes(5));
  }
}
