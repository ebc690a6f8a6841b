package io.torrentinno.agent.net.tls;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Trusts the certificates that the authorities have signed and not revoked. A certificate is valid
 * for a peer at any address, so no host name is compared.
 */
final class AuthorityTrust extends X509ExtendedTrustManager {
  /** The kind of key exchange that TLS 1.3 gives to trust managers. */
  private static final String ANY_EXCHANGE = "UNKNOWN";

  private final X509TrustManager chains;
  private final RevokedCertificates revoked;

  /**
   * Trusts these authorities.
   *
   * @throws GeneralSecurityException when a list of revoked certificates is signed by no authority
   */
  AuthorityTrust(List<X509Certificate> authorities, List<X509CRL> revoked)
      throws GeneralSecurityException {
    this.chains = chainsOf(authorities);
    this.revoked = new RevokedCertificates(revoked, authorities);
  }

  private static X509TrustManager chainsOf(List<X509Certificate> authorities)
      throws GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    try {
      store.load(null, null);
    } catch (java.io.IOException e) {
      throw new IllegalStateException("an empty key store can't be made", e);
    }
    for (int i = 0; i < authorities.size(); i++) {
      store.setCertificateEntry("authority-" + i, authorities.get(i));
    }
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store);
    return Arrays.stream(factory.getTrustManagers())
        .filter(X509TrustManager.class::isInstance)
        .map(X509TrustManager.class::cast)
        .findFirst()
        .orElseThrow();
  }

  /**
   * Checks the certificates of a connection again.
   *
   * @param ofServer whether the peer was connected to
   * @throws CertificateException when the peer would not get in now
   */
  void check(List<X509Certificate> chain, boolean ofServer) throws CertificateException {
    X509Certificate[] certificates = chain.toArray(X509Certificate[]::new);
    if (certificates.length == 0) {
      throw new CertificateException("the peer has no certificate");
    }
    if (ofServer) {
      checkServerTrusted(certificates, ANY_EXCHANGE);
    } else {
      checkClientTrusted(certificates, ANY_EXCHANGE);
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    chains.checkClientTrusted(chain, authType);
    revoked.check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    chains.checkServerTrusted(chain, authType);
    revoked.check(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    checkClientTrusted(chain, authType);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    checkServerTrusted(chain, authType);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    checkClientTrusted(chain, authType);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    checkServerTrusted(chain, authType);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return chains.getAcceptedIssuers();
  }
}
