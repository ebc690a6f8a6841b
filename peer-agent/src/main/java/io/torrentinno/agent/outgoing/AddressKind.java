package io.torrentinno.agent.outgoing;

import io.torrentinno.protocol.settings.Network;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/** The kinds of addresses that are refused, and all others. */
public enum AddressKind {
  /** Programs of this machine; they often trust all callers that reach this address. */
  LOOPBACK("a loopback address"),
  /** Machines of the same link; routers do not pass it on. */
  LINK_LOCAL("a link-local address"),
  /** The service of a cloud that gives a machine its credentials. */
  METADATA("the address of a cloud's metadata service"),
  /** No single machine: unspecified, multicast, broadcast, or reserved. */
  UNUSABLE("not the address of a single machine"),
  /** Public addresses, and private ones (RFC 1918, RFC 4193, RFC 6598). */
  GENERAL("an address that everybody may use");

  private static final List<Network> METADATA_SERVICES =
      networks(
          "169.254.169.254", // AWS, Azure, Google, OpenStack and others
          "169.254.170.2", // AWS ECS
          "169.254.170.23", // AWS EKS
          "169.254.0.23", // Tencent
          "100.100.100.200", // Alibaba
          "168.63.129.16", // Azure
          "192.0.0.192", // Oracle
          "fd00:ec2::254", // AWS
          "fd00:ec2::23", // AWS EKS
          "fd20:ce::254"); // Google

  private static final List<Network> LOOPBACKS = networks("127.0.0.0/8", "::1");
  private static final List<Network> LINK_LOCALS = networks("169.254.0.0/16", "fe80::/10");
  private static final List<Network> UNUSABLES =
      networks("0.0.0.0/8", "224.0.0.0/4", "240.0.0.0/4", "::", "ff00::/8");

  private final String words;

  AddressKind(String words) {
    this.words = words;
  }

  /** The kind of an address, whatever address may be inside it. */
  static AddressKind of(InetAddress address) {
    if (contains(METADATA_SERVICES, address)) {
      return METADATA;
    }
    if (contains(LOOPBACKS, address)) {
      return LOOPBACK;
    }
    if (contains(LINK_LOCALS, address)) {
      return LINK_LOCAL;
    }
    return contains(UNUSABLES, address) ? UNUSABLE : GENERAL;
  }

  /** The kind, as a part of a sentence. */
  String words() {
    return words;
  }

  private static boolean contains(List<Network> networks, InetAddress address) {
    return networks.stream().anyMatch(network -> network.contains(address));
  }

  private static List<Network> networks(String... texts) {
    return Stream.of(texts).map(Network::valueOf).toList();
  }
}
