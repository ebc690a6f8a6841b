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
 * Which connections come from which address: an IPv4 address, or the /64 of an IPv6 address. Safe
 * for use by several threads.
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
   * Takes out the connection that makes room for a new one: the oldest of the address that has
   * most, if that has two more than the address of the new one, at least; else null.
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
