package io.torrentinno.agent.engine.model;

/**
 * Why a peer could not be connected to. A later one of these says more than an earlier one about
 * what a person has to do.
 */
public enum ConnectFailure {
  /** No machine answers at the address. */
  NO_ANSWER,
  /** No program listens at the address. */
  NOT_LISTENING,
  /** The peer ends connections without an answer. */
  ENDED,
  /** The peer ends connections in the clear, because TLS is off at this agent; it may take TLS. */
  MAY_REQUIRE_TLS,
  /** The peer takes no TLS, and this agent requires it. */
  NO_TLS,
  /** The peer's certificate is revoked. */
  REVOKED,
  /** The peer's certificate is not valid now. */
  EXPIRED,
  /** The peer does not accept this agent's certificate, or its parameters of TLS. */
  REFUSED_BY_PEER,
  /** No authority of this agent has signed the peer's certificate, or the peer shows none. */
  UNTRUSTED;

  /** Whether one side does not accept the other's certificate. */
  public boolean isOfCertificates() {
    return compareTo(REVOKED) >= 0;
  }
}
