package io.torrentinno.tracker.swarm.model;

/** The address families that a caller can use. */
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
