package io.torrentinno.agent.net.tls;

import java.security.GeneralSecurityException;

/** The encryption of agents in tests that need no authority. */
public final class TestTls {
  private TestTls() {}

  /** Encrypts as this mode says, with a certificate that nobody has signed. */
  public static PeerTls of(EncryptionMode mode) throws GeneralSecurityException {
    return mode == EncryptionMode.OFF
        ? PeerTls.off()
        : PeerTls.of(mode, TlsEngine.AUTO, OwnCertificate.make());
  }
}
