package io.torrentinno.agent.engine.model;

import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.wire.PeerMessage;
import java.time.Duration;

/**
 * How a session behaves.
 *
 * @param self this agent's id
 * @param hello what this agent tells TI/2 peers; its limits bind both sides
 */
public record SessionSettings(
    PeerId self,
    PeerMessage.Hello hello,
    Connections connections,
    Timeouts timeouts,
    Sharing sharing) {
  /**
   * How many connections there are.
   *
   * @param max at most, whoever opened them
   * @param maxHalfOpen attempts under way at most
   */
  public record Connections(int max, int maxHalfOpen) {}

  /**
   * When a peer loses the session's patience.
   *
   * @param stall after this long without a byte, what a peer was asked for is asked elsewhere
   * @param idle after this long without a message, a connection is closed
   * @param ban how long a peer that did wrong is kept out
   */
  public record Timeouts(Duration stall, Duration idle, Duration ban) {}

  /**
   * How the session serves.
   *
   * @param policy who comes first
   * @param uploadSlots how many TI/2 peers are served at a time; 0: as many as make the uploads
   *     faster, at least 6
   * @param superSeeding whether a session that begins with every piece hands each of them out once
   *     before it hands out any twice, while at least two peers fetch; among strangers it never
   *     does
   */
  public record Sharing(ChokingPolicy policy, int uploadSlots, boolean superSeeding) {
    public static final Sharing DEFAULT = new Sharing(ChokingPolicy.COOPERATIVE, 0, true);

    /** Strangers might keep to themselves what they alone were given. */
    public boolean superSeeds() {
      return superSeeding && policy == ChokingPolicy.COOPERATIVE;
    }
  }

  /** Defaults for everything but the greeting, the number of connections, and the sharing. */
  public static SessionSettings of(
      PeerId self, PeerMessage.Hello hello, int maxConnections, Sharing sharing) {
    return new SessionSettings(
        self,
        hello,
        new Connections(maxConnections, 32),
        new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(120), Duration.ofMinutes(5)),
        sharing);
  }
}
