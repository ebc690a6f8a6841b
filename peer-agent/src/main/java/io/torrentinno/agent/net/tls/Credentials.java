package io.torrentinno.agent.net.tls;

import java.security.PrivateKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * The certificate that an agent shows to peers, and the certificates that it accepts.
 *
 * @param key the private key of the agent
 * @param chain the agent's certificate first, then those that signed it; the last may be left out
 * @param authorities the authorities whose certificates are accepted; empty: every peer is
 *     accepted, and shows no certificate
 * @param revoked the lists of revoked certificates, each signed by an authority
 */
public record Credentials(
    PrivateKey key,
    List<X509Certificate> chain,
    List<X509Certificate> authorities,
    List<X509CRL> revoked) {
  public Credentials {
    chain = List.copyOf(chain);
    authorities = List.copyOf(authorities);
    revoked = List.copyOf(revoked);
  }
}
