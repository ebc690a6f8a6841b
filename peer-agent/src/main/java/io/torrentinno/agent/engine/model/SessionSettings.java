package io.torrentinno.agent.engine.model;

import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.wire.PeerMessage;
import java.net.InetAddress;
import java.time.Duration;

/**
 * The settings of a session.
 *
 * @param self this agent's id
 * @param hello this agent's Hello to TI/2 peers; its limits bind both sides
 */
public record SessionSettings(
    PeerId self,
    PeerMessage.Hello hello,
    Connections connections,
    Timeouts timeouts,
    Sharing sharing) {
  /**
   * Limits of connections.
   *
   * @param max the most connections, opened by either side
   * @param maxHalfOpen the most connection attempts under way
   * @param named decides to which peers the session connects that other peers have named
   */
  public record Connections(int max, int maxHalfOpen, NamedPeers named) {}

  /** Decides to which peers a session connects that other peers have named. */
  @FunctionalInterface
  public interface NamedPeers {
    /**
     * Whether the session may connect to a peer.
     *
     * @param address where it listens
     * @param namedBy the address of the peer that has named {@code peer}
     */
    boolean admits(PeerId peer, PeerAddress address, InetAddress namedBy);
  }

  /** The same settings with a rule for peers that other peers name. */
  public SessionSettings naming(NamedPeers rule) {
    return new SessionSettings(
        self,
        hello,
        new Connections(connections.max, connections.maxHalfOpen, rule),
        timeouts,
        sharing);
  }

  /**
   * Time limits for peers.
   *
   * @param stall after this long without a byte, the peer's requests are sent to other peers
   * @param idle after this long without a message, a connection is closed
   * @param ban how long a ban lasts
   */
  public record Timeouts(Duration stall, Duration idle, Duration ban) {}

  /**
   * The settings for serving peers.
   *
   * @param policy which peers come first
   * @param uploadSlots how many TI/2 peers are served at a time; 0: the session finds the best
   *     number, at least 6
   * @param superSeeding whether a session that begins with every piece sends each piece once before
   *     it sends any piece twice, while at least two peers fetch; never done with tit-for-tat
   */
  public record Sharing(ChokingPolicy policy, int uploadSlots, boolean superSeeding) {
    public static final Sharing DEFAULT = new Sharing(ChokingPolicy.COOPERATIVE, 0, true);

    /** Not with tit-for-tat: strangers could keep pieces that only they have received. */
    public boolean superSeeds() {
      return superSeeding && policy == ChokingPolicy.COOPERATIVE;
    }
  }

  /**
   * Defaults for everything except the Hello, the number of connections, and the sharing. The
   * session connects to each peer that another peer has named.
   */
  public static SessionSettings of(
      PeerId self, PeerMessage.Hello hello, int maxConnections, Sharing sharing) {
    return new SessionSettings(
        self,
        hello,
        new Connections(maxConnections, 32, (_, _, _) -> true),
        new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(120), Duration.ofMinutes(5)),
        sharing);
  }
}
