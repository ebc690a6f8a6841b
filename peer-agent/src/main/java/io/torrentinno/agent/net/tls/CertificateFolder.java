package io.torrentinno.agent.net.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** A folder with the PEM files that {@code torrentinno ca issue} and cert-manager write. */
public final class CertificateFolder {
  private CertificateFolder() {}

  /**
   * Reads {@code tls.key}, {@code tls.crt}, {@code ca.crt}, and {@code ca.crl} when it is there.
   *
   * @throws IOException when a file is missing or can't be read
   * @throws GeneralSecurityException when a file has something else
   */
  public static Credentials read(Path folder) throws IOException, GeneralSecurityException {
    Path revoked = folder.resolve("ca.crl");
    return new Credentials(
        key(folder.resolve("tls.key")),
        certificates(folder.resolve("tls.crt")),
        certificates(folder.resolve("ca.crt")),
        Files.exists(revoked) ? revoked(revoked) : List.of());
  }

  private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
    try (Reader reader = Files.newBufferedReader(file);
        PEMParser parser = new PEMParser(reader)) {
      JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
      return switch (parser.readObject()) {
        case PrivateKeyInfo key -> converter.getPrivateKey(key);
        case PEMKeyPair pair -> converter.getPrivateKey(pair.getPrivateKeyInfo());
        case null, default -> throw new GeneralSecurityException(file + " has no private key");
      };
    }
  }

  private static List<X509Certificate> certificates(Path file)
      throws IOException, GeneralSecurityException {
    List<X509Certificate> found =
        factory().generateCertificates(bytes(file)).stream()
            .map(X509Certificate.class::cast)
            .toList();
    return orRefuse(found, file + " has no certificate");
  }

  private static List<X509CRL> revoked(Path file) throws IOException, GeneralSecurityException {
    List<X509CRL> found =
        factory().generateCRLs(bytes(file)).stream().map(X509CRL.class::cast).toList();
    return orRefuse(found, file + " has no list of revoked certificates");
  }

  private static <T> List<T> orRefuse(List<T> found, String fault) throws GeneralSecurityException {
    if (found.isEmpty()) {
      throw new GeneralSecurityException(fault);
    }
    return found;
  }

  private static CertificateFactory factory() throws GeneralSecurityException {
    return CertificateFactory.getInstance("X.509");
  }

  private static ByteArrayInputStream bytes(Path file) throws IOException {
    return new ByteArrayInputStream(Files.readAllBytes(file));
  }
}
