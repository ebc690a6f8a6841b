package io.torrentinno.agent.outgoing;

import io.torrentinno.protocol.settings.Network;
import java.net.InetAddress;
import java.util.List;
import java.util.Queue;
import java.util.Set;

/** Guards for tests, whose servers are on loopback. */
public final class Outgoing {
  private Outgoing() {}

  private static final OutgoingRules LOOPBACK =
      new OutgoingRules(
          List.of(Network.valueOf("127.0.0.0/8"), Network.valueOf("::1")),
          Set.of(1),
          Set.of(),
          false);

  /** Allows loopback, and port 1, where nothing listens. */
  public static OutgoingGuard loopback() {
    return new OutgoingGuard(LOOPBACK, OutgoingObserver.NONE);
  }

  /** As {@link #loopback}; peers must take TLS if {@code required}. */
  public static OutgoingGuard encrypting(boolean required) {
    return new OutgoingGuard(LOOPBACK.encrypting(required), OutgoingObserver.NONE);
  }

  /** As {@link #loopback}, with look-ups that give these addresses, one after the other. */
  public static OutgoingGuard loopback(Queue<InetAddress> lookUps) {
    return new OutgoingGuard(
        LOOPBACK, OutgoingObserver.NONE, _ -> new InetAddress[] {lookUps.remove()});
  }

  /** Allows nothing in particular. */
  public static OutgoingGuard strict() {
    return new OutgoingGuard(OutgoingRules.strict(), OutgoingObserver.NONE);
  }
}
