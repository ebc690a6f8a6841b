package io.torrentinno.agent.outgoing;

import io.torrentinno.protocol.settings.Network;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the IPv4 address that is inside an IPv6 address, where a gateway or the system connects to
 * that one: IPv4-mapped and IPv4-compatible (RFC 4291), NAT64 (RFC 6052, RFC 8215), 6to4 (RFC 3056)
 * and Teredo (RFC 4380).
 */
final class AddressForms {
  private static final int IPV6 = 16;
  private static final int IPV4 = 4;
  private static final int TO4_AT = 2;

  /** Prefixes whose last four bytes are the IPv4 address. */
  private static final List<Network> AT_THE_END =
      Stream.of("::/96", "::ffff:0:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48")
          .map(Network::valueOf)
          .toList();

  private static final Network MAPPED = new Network(mappedPrefix(), 96);
  private static final Network TO4 = Network.valueOf("2002::/16");

  /** Its last four bytes are the IPv4 address with all bits inverted. */
  private static final Network TEREDO = Network.valueOf("2001::/32");

  private AddressForms() {}

  /** The address, and the IPv4 address inside it, if there is one. */
  static List<InetAddress> of(InetAddress address) {
    InetAddress inside = inside(address);
    return inside == null ? List.of(address) : List.of(address, inside);
  }

  private static @Nullable InetAddress inside(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length != IPV6 || isUnspecifiedOrLoopback(bytes)) {
      return null;
    }
    byte[] end = Arrays.copyOfRange(bytes, IPV6 - IPV4, IPV6);
    if (MAPPED.contains(address) || AT_THE_END.stream().anyMatch(it -> it.contains(address))) {
      return ipv4(end);
    }
    if (TO4.contains(address)) {
      return ipv4(Arrays.copyOfRange(bytes, TO4_AT, TO4_AT + IPV4));
    }
    if (TEREDO.contains(address)) {
      for (int i = 0; i < IPV4; i++) {
        end[i] = (byte) ~end[i];
      }
      return ipv4(end);
    }
    return null;
  }

  /** {@code ::} and {@code ::1} are not IPv4 addresses. */
  private static boolean isUnspecifiedOrLoopback(byte[] bytes) {
    return IntStream.range(0, IPV6 - 1).allMatch(i -> bytes[i] == 0)
        && bytes[IPV6 - 1] <= 1
        && bytes[IPV6 - 1] >= 0;
  }

  private static InetAddress ipv4(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e); // Four bytes are an address.
    }
  }

  /** The JDK turns its text into an IPv4 address, so it is made of bytes. */
  private static InetAddress mappedPrefix() {
    byte[] bytes = new byte[IPV6];
    bytes[10] = (byte) 0xFF;
    bytes[11] = (byte) 0xFF;
    try {
      return Inet6Address.getByAddress("", bytes, -1);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}
