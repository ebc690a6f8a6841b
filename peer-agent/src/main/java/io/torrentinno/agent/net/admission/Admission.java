package io.torrentinno.agent.net.admission;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts the connections of an agent and holds them to the {@link ConnectionLimits}. Safe for use
 * by several threads.
 */
public final class Admission {
  private final ConnectionLimits limits;
  private final PendingHandshakes pending;

  // Both guarded by this.
  private final Map<InetAddress, Integer> perAddress = new HashMap<>();
  private int total;

  /** An agent without connections. */
  public Admission(ConnectionLimits limits) {
    this.limits = limits;
    pending = new PendingHandshakes(limits.pending());
  }

  /** Connections that have passed the handshake. */
  public synchronized int established() {
    return total;
  }

  /** Inbound connections that have not. */
  public int pending() {
    return pending.count();
  }

  /** A caller has connected. */
  public void accepted(Channel channel) {
    pending.began(channel, remote(channel));
    channel.closeFuture().addListener(_ -> pending.ended(channel));
  }

  /** The handshake is valid: counts the connection until it closes; false if there is no room. */
  public boolean admits(Channel channel) {
    InetAddress remote = remote(channel);
    synchronized (this) {
      if (total >= limits.total() || perAddress.getOrDefault(remote, 0) >= limits.perAddress()) {
        return false;
      }
      total++;
      perAddress.merge(remote, 1, Integer::sum);
    }
    pending.ended(channel);
    channel.closeFuture().addListener(_ -> left(remote));
    return true;
  }

  private synchronized void left(InetAddress remote) {
    total--;
    perAddress.computeIfPresent(remote, (_, count) -> count == 1 ? null : count - 1);
  }

  private static InetAddress remote(Channel channel) {
    return channel.remoteAddress() instanceof InetSocketAddress remote
        ? remote.getAddress()
        : InetAddress.getLoopbackAddress(); // it closed before it could be asked
  }
}
