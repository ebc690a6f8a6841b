package io.torrentinno.agent.net.admission;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The inbound connections before a valid handshake, a limited number. A new connection over the
 * limit takes the place of the oldest one of the address that has most. An honest peer needs its
 * place for a round trip only. Safe for use by several threads.
 */
final class PendingHandshakes {
  private final int limit;

  // All guarded by this.
  private final Map<Channel, InetAddress> waiting = new LinkedHashMap<>();
  private final Map<InetAddress, Integer> perAddress = new HashMap<>();

  private long displaced;

  PendingHandshakes(int limit) {
    this.limit = limit;
  }

  /** A connection is new; another one may be closed for it. */
  void began(Channel channel, InetAddress remote) {
    Channel oldest;
    synchronized (this) {
      waiting.put(channel, remote);
      perAddress.merge(remote, 1, Integer::sum);
      oldest = waiting.size() > limit ? remove(oldestOfMost()) : null;
      displaced += oldest == null ? 0 : 1;
    }
    if (oldest != null) {
      oldest.close();
    }
  }

  /** The connection has passed its handshake, or is closed; may be called more than once. */
  synchronized void ended(Channel channel) {
    remove(channel);
  }

  synchronized int count() {
    return waiting.size();
  }

  /** How many connections were closed for another one. */
  synchronized long displaced() {
    return displaced;
  }

  private Channel oldestOfMost() {
    int most = perAddress.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
    return waiting.entrySet().stream()
        .filter(entry -> perAddress.getOrDefault(entry.getValue(), 0) == most)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  private @Nullable Channel remove(Channel channel) {
    InetAddress remote = waiting.remove(channel);
    if (remote == null) {
      return null;
    }
    perAddress.computeIfPresent(remote, (_, count) -> count == 1 ? null : count - 1);
    return channel;
  }
}
