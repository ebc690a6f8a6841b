package io.torrentinno.tracker.swarm.model;

import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.stream.IntStream;

/**
 * Peers without an object for each, in the form that most answers have: addresses as in BEP 23 and
 * BEP 7, 6 bytes each for IPv4 and 18 for IPv6, big-endian, the address before the port; beside
 * them ids of 32 bytes. Peers with IPv4 addresses come first. Immutable, as long as the arrays that
 * it returns are not changed.
 */
public final class PeerList implements Iterable<ListedPeer> {
  /** Bytes of an IPv4 address and its port. */
  public static final int IPV4_BYTES = 6;

  /** Bytes of an IPv6 address and its port. */
  public static final int IPV6_BYTES = 18;

  /** No peers. */
  public static final PeerList EMPTY = new PeerList(new byte[0], new byte[0], new byte[0]);

  private final byte[] ids;
  private final byte[] ipv4;
  private final byte[] ipv6;

  /**
   * Wraps arrays, which it owns from then on.
   *
   * @param ids 32 bytes for each peer, those with IPv4 addresses first; empty when ids are not
   *     wanted
   * @param ipv4 {@value #IPV4_BYTES} bytes for each peer with an IPv4 address
   * @param ipv6 {@value #IPV6_BYTES} bytes for each peer with an IPv6 address
   */
  public PeerList(byte[] ids, byte[] ipv4, byte[] ipv6) {
    this.ids = ids;
    this.ipv4 = ipv4;
    this.ipv6 = ipv6;
    if (ids.length > 0 && ids.length != Bytes32.LENGTH * size()) {
      throw new IllegalArgumentException(ids.length + " bytes of ids for " + size() + " peers");
    }
  }

  public int size() {
    return ipv4.length / IPV4_BYTES + ipv6.length / IPV6_BYTES;
  }

  /** The IPv4 addresses and ports of the peers, one after the other; not to be changed. */
  public byte[] ipv4() {
    return ipv4;
  }

  /** The IPv6 addresses and ports of the peers, one after the other; not to be changed. */
  public byte[] ipv6() {
    return ipv6;
  }

  /**
   * The ids of the peers, those with IPv4 addresses first, if they were wanted; not to be changed.
   */
  public byte[] ids() {
    return ids;
  }

  /** One object for each peer; needs ids. Slower than the arrays. */
  @Override
  public Iterator<ListedPeer> iterator() {
    return IntStream.range(0, size()).mapToObj(this::get).iterator();
  }

  private ListedPeer get(int index) {
    int behindIpv4 = index - ipv4.length / IPV4_BYTES;
    PeerAddress address =
        behindIpv4 < 0
            ? address(ipv4, index * IPV4_BYTES, IPV4_BYTES)
            : address(ipv6, behindIpv4 * IPV6_BYTES, IPV6_BYTES);
    return new ListedPeer(PeerId.of(ids, index * Bytes32.LENGTH), address);
  }

  private static PeerAddress address(byte[] from, int offset, int length) {
    int port = offset + length - Short.BYTES;
    try {
      return new PeerAddress(
          InetAddress.getByAddress(Arrays.copyOfRange(from, offset, port)),
          ((from[port] & 0xFF) << 8) | (from[port + 1] & 0xFF));
    } catch (UnknownHostException e) {
      throw new AssertionError("four or sixteen bytes are an address", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PeerList list
        && Arrays.equals(ids, list.ids)
        && Arrays.equals(ipv4, list.ipv4)
        && Arrays.equals(ipv6, list.ipv6);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(ids) + Arrays.hashCode(ipv4) + Arrays.hashCode(ipv6);
  }

  @Override
  public String toString() {
    return IntStream.range(0, size()).mapToObj(this::get).toList().toString();
  }
}
