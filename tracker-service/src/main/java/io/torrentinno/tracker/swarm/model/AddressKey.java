package io.torrentinno.tracker.swarm.model;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/** The number of an address: an IPv4 address, or the /64 network of an IPv6 address. */
public final class AddressKey {
  private AddressKey() {}

  /** The IPv4 address, or the first 64 bits of the IPv6 address. */
  public static long of(InetAddress ip) {
    ByteBuffer bytes = ByteBuffer.wrap(ip.getAddress());
    return ip instanceof Inet4Address ? bytes.getInt() : bytes.getLong();
  }
}
