package io.torrentinno.tracker.http.connection;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which connections come from which address. Safe for use by several threads. */
final class AddressPlaces {
  private final Map<InetAddress, Set<Channel>> byAddress = new HashMap<>();

  synchronized void add(Channel channel, InetAddress remote) {
    byAddress.computeIfAbsent(remote, _ -> new LinkedHashSet<>()).add(channel);
  }

  synchronized void remove(Channel channel, InetAddress remote) {
    byAddress.computeIfPresent(
        remote,
        (_, channels) -> {
          channels.remove(channel);
          return channels.isEmpty() ? null : channels;
        });
  }

  /**
   * Takes out the connection that makes room for a new one: the oldest of the address that has
   * most, if that has two more than the address of the new one, at least; else null.
   */
  synchronized @Nullable Channel takeFor(InetAddress remote) {
    Set<Channel> most = Set.of();
    for (Set<Channel> channels : byAddress.values()) {
      most = channels.size() > most.size() ? channels : most;
    }
    if (most.size() < byAddress.getOrDefault(remote, Set.of()).size() + 2) {
      return null;
    }
    Channel oldest = most.iterator().next();
    most.remove(oldest);
    return oldest;
  }
}
