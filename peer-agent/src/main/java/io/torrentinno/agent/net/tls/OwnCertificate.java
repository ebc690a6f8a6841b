package io.torrentinno.agent.net.tls;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The certificate of an agent that has none of an authority. It proves nothing, because nobody has
 * signed it; TLS needs one. A new one is made at each start, so that no key is stored on the disk.
 */
public final class OwnCertificate {
  private static final X500Principal NAME = new X500Principal("CN=TorrentInno agent");
  private static final int SERIAL_BITS = 127;
  private static final Date BEGIN = Date.from(Instant.parse("2020-01-01T00:00:00Z"));

  /** The time that stands for no end (RFC 5280, 4.1.2.5). */
  private static final Date END = Date.from(Instant.parse("9999-12-31T23:59:59Z"));

  private OwnCertificate() {}

  /** A new key of the curve P-256, and its certificate. */
  public static Credentials make() {
    try {
      SecureRandom random = new SecureRandom();
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      KeyPair keys = generator.generateKeyPair();
      BigInteger serial = new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE);
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(NAME, serial, BEGIN, END, NAME, keys.getPublic());
      X509Certificate certificate =
          new JcaX509CertificateConverter()
              .getCertificate(
                  builder.build(
                      new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
      return new Credentials(keys.getPrivate(), List.of(certificate), List.of(), List.of());
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException("this Java runtime makes no certificates", e);
    }
  }
}
