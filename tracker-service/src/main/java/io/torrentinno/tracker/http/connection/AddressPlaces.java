package io.torrentinno.tracker.http.connection;

import io.netty.channel.Channel;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The open connections of each address. An address is an IPv4 address, or the /64 network of an
 * IPv6 address. No call looks at all addresses. Safe for use by several threads.
 */
final class AddressPlaces {
  private final Map<Long, Set<Channel>> byAddress = new HashMap<>();

  /** The addresses that have a number of connections, by this number. */
  private final NavigableMap<Integer, Set<Long>> byCount = new TreeMap<>();

  synchronized void add(Channel channel, InetAddress remote) {
    long address = key(remote);
    Set<Channel> channels = byAddress.computeIfAbsent(address, _ -> new LinkedHashSet<>());
    int before = channels.size();
    channels.add(channel);
    changed(address, before, channels.size());
  }

  synchronized void remove(Channel channel, InetAddress remote) {
    remove(channel, key(remote));
  }

  private void remove(Channel channel, long address) {
    Set<Channel> channels = byAddress.getOrDefault(address, Set.of());
    int before = channels.size();
    if (before > 0 && channels.remove(channel)) {
      changed(address, before, before - 1);
      if (before == 1) {
        byAddress.remove(address);
      }
    }
  }

  private void changed(long address, int before, int after) {
    byCount.computeIfPresent(
        before,
        (_, addresses) -> {
          addresses.remove(address);
          return addresses.isEmpty() ? null : addresses;
        });
    if (after > 0) {
      byCount.computeIfAbsent(after, _ -> new LinkedHashSet<>()).add(address);
    }
  }

  /**
   * Takes out the connection that has to make room for a new one. This is the oldest connection of
   * the address that has the most connections. Null when that address does not have at least two
   * connections more than the address of the new one.
   */
  synchronized @Nullable Channel takeFor(InetAddress remote) {
    Map.Entry<Integer, Set<Long>> most = byCount.lastEntry();
    int own = byAddress.getOrDefault(key(remote), Set.of()).size();
    if (most == null || most.getKey() < own + 2) {
      return null;
    }
    long address = most.getValue().iterator().next();
    Channel oldest = Objects.requireNonNull(byAddress.get(address)).iterator().next();
    remove(oldest, address);
    return oldest;
  }

  private static long key(InetAddress address) {
    ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
    return address instanceof Inet4Address ? bytes.getInt() : bytes.getLong();
  }
}
