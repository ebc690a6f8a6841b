package io.torrentinno.agent.net.tls;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** An authority that issues and revokes certificates for tests. */
public final class TestAuthority {
  private static final Duration DAY = Duration.ofDays(1);

  /** A certificate with its key. */
  public record Issued(PrivateKey key, X509Certificate certificate) {}

  private final X500Principal name;
  private final KeyPair keys = keys();
  private final X509Certificate certificate;
  private long lastSerial = 1;

  public TestAuthority(String name) {
    this.name = new X500Principal("CN=" + name);
    certificate = sign(this.name, keys, Instant.now().plus(DAY), null);
  }

  public X509Certificate certificate() {
    return certificate;
  }

  /** A certificate that is valid for a day. */
  public Issued issue(String node) {
    return issue(node, Instant.now().plus(DAY));
  }

  public Issued issue(String node, Instant until) {
    KeyPair own = keys();
    X500Principal subject = new X500Principal("CN=" + node);
    return new Issued(own.getPrivate(), sign(subject, own, until, null));
  }

  /** A certificate of this subject, with this DNS name if there is one. */
  public Issued issueTo(String subject, @Nullable String dnsName) {
    KeyPair own = keys();
    Instant until = Instant.now().plus(DAY);
    return new Issued(own.getPrivate(), sign(new X500Principal(subject), own, until, dnsName));
  }

  /** What an agent with this certificate uses, which lets in the certificates of this authority. */
  public Credentials credentials(Issued own, X509CRL... revoked) {
    return new Credentials(
        own.key(), List.of(own.certificate()), List.of(certificate), List.of(revoked));
  }

  /** A list of these revoked certificates. */
  public X509CRL revoked(X509Certificate... certificates) {
    JcaX509v2CRLBuilder builder = new JcaX509v2CRLBuilder(name, Date.from(Instant.now()));
    builder.setNextUpdate(Date.from(Instant.now().plus(DAY)));
    for (X509Certificate revoked : certificates) {
      builder.addCRLEntry(
          revoked.getSerialNumber(), Date.from(Instant.now()), CRLReason.keyCompromise);
    }
    try {
      return new JcaX509CRLConverter().getCRL(builder.build(signer()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private X509Certificate sign(
      X500Principal subject, KeyPair own, Instant until, @Nullable String dnsName) {
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            name,
            BigInteger.valueOf(lastSerial++),
            Date.from(until.minus(DAY.multipliedBy(2))),
            Date.from(until),
            subject,
            own.getPublic());
    try {
      boolean isAuthority = own == keys;
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(isAuthority));
      if (dnsName != null) {
        GeneralName name = new GeneralName(GeneralName.dNSName, dnsName);
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(name));
      }
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer()));
    } catch (CertIOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private ContentSigner signer() {
    try {
      return new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
    } catch (OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
