package io.torrentinno.agent.net.tls;

/** Whether connections with peers are encrypted ({@code specs/wire.md}). */
public enum EncryptionMode {
  /** No connection is encrypted. */
  OFF,

  /** Connections with peers that take TLS are encrypted, all others are in the clear. */
  PREFERRED,

  /** All connections are encrypted. Peers that do not take TLS are refused. */
  REQUIRED
}
