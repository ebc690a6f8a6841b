package io.torrentinno.agent.config.tls;

import io.torrentinno.agent.net.tls.Credentials;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;

/** Takes the key and the certificates out of an SSL bundle. */
final class BundleCredentials {
  private BundleCredentials() {}

  /**
   * The credentials of a bundle.
   *
   * @throws GeneralSecurityException when the bundle has no key with a certificate, or a trust
   *     store without certificates
   */
  static Credentials of(SslBundle bundle, List<X509CRL> revoked) throws GeneralSecurityException {
    KeyStore keys = bundle.getStores().getKeyStore();
    String alias = keys == null ? null : alias(keys, bundle.getKey().getAlias());
    if (keys == null || alias == null) {
      throw new GeneralSecurityException("it has no private key with a certificate");
    }
    Key key = keys.getKey(alias, password(bundle));
    if (!(key instanceof PrivateKey secret)) {
      throw new GeneralSecurityException("its key is not a private key");
    }
    return new Credentials(
        secret,
        certificates(Arrays.stream(keys.getCertificateChain(alias))),
        authorities(bundle.getStores().getTrustStore()),
        revoked);
  }

  private static @Nullable String alias(KeyStore keys, @Nullable String named)
      throws GeneralSecurityException {
    for (String alias : Collections.list(keys.aliases())) {
      if (keys.isKeyEntry(alias) && (named == null || named.equals(alias))) {
        return alias;
      }
    }
    return null;
  }

  /** Keys of PEM files have no password of their own. */
  private static char @Nullable [] password(SslBundle bundle) {
    String password = bundle.getKey().getPassword();
    if (password == null) {
      password = bundle.getStores().getKeyStorePassword();
    }
    return password == null ? null : password.toCharArray();
  }

  private static List<X509Certificate> authorities(@Nullable KeyStore trusted)
      throws GeneralSecurityException {
    if (trusted == null) {
      return List.of();
    }
    List<Certificate> found = new ArrayList<>();
    for (String alias : Collections.list(trusted.aliases())) {
      Certificate certificate = trusted.getCertificate(alias);
      if (certificate != null) {
        found.add(certificate);
      }
    }
    List<X509Certificate> authorities = certificates(found.stream());
    if (authorities.isEmpty()) {
      throw new GeneralSecurityException("its trust store has no certificate");
    }
    return authorities;
  }

  private static List<X509Certificate> certificates(Stream<Certificate> all) {
    return all.filter(X509Certificate.class::isInstance).map(X509Certificate.class::cast).toList();
  }
}
