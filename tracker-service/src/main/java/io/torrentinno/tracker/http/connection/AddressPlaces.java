package io.torrentinno.tracker.http.connection;

import io.netty.channel.Channel;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The open connections of each address. An address is an IPv4 address, or the /64 network of an
 * IPv6 address. Safe for use by several threads.
 */
final class AddressPlaces {
  private final Map<Long, Set<Channel>> byAddress = new HashMap<>();

  synchronized void add(Channel channel, InetAddress remote) {
    byAddress.computeIfAbsent(key(remote), _ -> new LinkedHashSet<>()).add(channel);
  }

  synchronized void remove(Channel channel, InetAddress remote) {
    byAddress.computeIfPresent(
        key(remote),
        (_, channels) -> {
          channels.remove(channel);
          return channels.isEmpty() ? null : channels;
        });
  }

  /**
   * Takes out the connection that has to make room for a new one. This is the oldest connection of
   * the address that has the most connections. Null when that address does not have at least two
   * connections more than the address of the new one.
   */
  synchronized @Nullable Channel takeFor(InetAddress remote) {
    Set<Channel> most = Set.of();
    for (Set<Channel> channels : byAddress.values()) {
      most = channels.size() > most.size() ? channels : most;
    }
    if (most.size() < byAddress.getOrDefault(key(remote), Set.of()).size() + 2) {
      return null;
    }
    Channel oldest = most.iterator().next();
    most.remove(oldest);
    return oldest;
  }

  private static long key(InetAddress address) {
    ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
    return address instanceof Inet4Address ? bytes.getInt() : bytes.getLong();
  }
}
