package io.torrentinno.tracker.swarm.model;

/** Which kinds of addresses a caller wants to hear of. */
public enum AddressFamilies {
  IPV4,
  IPV6,
  BOTH;

  public boolean hasIpv4() {
    return this != IPV6;
  }

  public boolean hasIpv6() {
    return this != IPV4;
  }
}
