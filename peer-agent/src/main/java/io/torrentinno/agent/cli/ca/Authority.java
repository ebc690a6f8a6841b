package io.torrentinno.agent.cli.ca;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Signs certificates and revocation lists, with ECDSA on P-256 and SHA-256 (RFC 5280).
 *
 * @param key its private key
 * @param certificate its own certificate, signed by itself
 */
record Authority(PrivateKey key, X509Certificate certificate) {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Certificates are valid a little before they are made, for machines whose clocks are late. */
  private static final Duration LATE_CLOCKS = Duration.ofHours(1);

  /** The subject of a certificate: its common name, and the names of the host. */
  record Subject(String name, List<GeneralName> alternatives) {
    Subject {
      alternatives = List.copyOf(alternatives);
    }
  }

  /** A private key and the certificate of its public key. */
  record Issued(PrivateKey key, X509Certificate certificate) {}

  static Authority create(String name, Instant now, Duration validity) {
    KeyPair keys = newKeys();
    X500Name subject = commonName(name);
    try {
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              subject,
              serial(),
              Date.from(now.minus(LATE_CLOCKS)),
              Date.from(now.plus(validity)),
              subject,
              keys.getPublic());
      builder
          .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
          .addExtension(
              Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
          .addExtension(
              Extension.subjectKeyIdentifier,
              false,
              new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
      return new Authority(keys.getPrivate(), sign(builder, keys.getPrivate()));
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("The JDK makes no certificates", e);
    }
  }

  /**
   * Makes a key and a certificate for both ends of TLS.
   *
   * @param validity ends with the authority's, at the latest
   */
  Issued issue(Subject subject, Instant now, Duration validity) {
    KeyPair keys = newKeys();
    Instant end = now.plus(validity);
    Instant last = certificate.getNotAfter().toInstant();
    try {
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              certificate,
              serial(),
              Date.from(now.minus(LATE_CLOCKS)),
              Date.from(end.isBefore(last) ? end : last),
              commonName(subject.name()),
              keys.getPublic());
      addExtensions(builder, subject, keys.getPublic());
      return new Issued(keys.getPrivate(), sign(builder, key));
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("The JDK makes no certificates", e);
    }
  }

  private void addExtensions(X509v3CertificateBuilder builder, Subject subject, PublicKey publicKey)
      throws GeneralSecurityException, IOException {
    JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
    builder
        .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
        .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
        .addExtension(
            Extension.extendedKeyUsage,
            false,
            new ExtendedKeyUsage(
                new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth}))
        .addExtension(
            Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(publicKey))
        .addExtension(
            Extension.authorityKeyIdentifier, false, ids.createAuthorityKeyIdentifier(certificate));
    if (!subject.alternatives().isEmpty()) {
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(subject.alternatives().toArray(GeneralName[]::new)));
    }
  }

  /**
   * A list of revoked certificates. It is valid as long as the authority: an old list must not stop
   * machines to which nobody has copied a newer one.
   *
   * @param revoked serial numbers, with the times of their revocation
   */
  X509CRL revocations(Map<BigInteger, Instant> revoked, Instant now) {
    JcaX509v2CRLBuilder builder = new JcaX509v2CRLBuilder(certificate, Date.from(now));
    builder.setNextUpdate(certificate.getNotAfter());
    revoked.forEach(
        (serial, time) -> builder.addCRLEntry(serial, Date.from(time), CRLReason.unspecified));
    try {
      builder
          .addExtension(
              Extension.authorityKeyIdentifier,
              false,
              new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(certificate))
          .addExtension(
              Extension.cRLNumber, false, new CRLNumber(BigInteger.valueOf(now.toEpochMilli())));
      return new JcaX509CRLConverter().getCRL(builder.build(signer(key)));
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("The JDK makes no revocation lists", e);
    }
  }

  private static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JDK has P-256", e);
    }
  }

  private static BigInteger serial() {
    return new BigInteger(127, RANDOM).setBit(126);
  }

  private static X500Name commonName(String name) {
    return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, name).build();
  }

  private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
      throws GeneralSecurityException {
    return new JcaX509CertificateConverter().getCertificate(builder.build(signer(key)));
  }

  private static ContentSigner signer(PrivateKey key) throws GeneralSecurityException {
    try {
      return new JcaContentSignerBuilder("SHA256withECDSA").build(key);
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }
}
