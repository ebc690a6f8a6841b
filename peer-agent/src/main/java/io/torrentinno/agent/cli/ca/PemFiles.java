package io.torrentinno.agent.cli.ca;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CRL;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.Set;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/** Reads and writes PEM files (RFC 7468). A file is written whole, or not at all. */
final class PemFiles {
  private PemFiles() {}

  /** Writes a private key as PKCS#8. Only the owner of the file may read it. */
  static void write(Path file, PrivateKey key) throws IOException {
    write(file, new PemObject("PRIVATE KEY", key.getEncoded()), "rw-------");
  }

  static void write(Path file, X509Certificate certificate) throws IOException {
    try {
      write(file, new PemObject("CERTIFICATE", certificate.getEncoded()), "rw-r--r--");
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  static void write(Path file, X509CRL revocations) throws IOException {
    try {
      write(file, new PemObject("X509 CRL", revocations.getEncoded()), "rw-r--r--");
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  static PrivateKey readKey(Path file) throws IOException {
    try (Reader reader = Files.newBufferedReader(file);
        PEMParser parser = new PEMParser(reader)) {
      if (parser.readObject() instanceof PrivateKeyInfo key) {
        return new JcaPEMKeyConverter().getPrivateKey(key);
      }
    }
    throw new IOException(file + " has no private key in PKCS#8");
  }

  static X509Certificate readCertificate(Path file) throws IOException {
    try {
      return (X509Certificate) factory().generateCertificate(bytes(file));
    } catch (GeneralSecurityException e) {
      throw new IOException(file + " is not a certificate", e);
    }
  }

  static X509CRL readRevocations(Path file) throws IOException {
    try {
      CRL list = factory().generateCRL(bytes(file));
      return (X509CRL) list;
    } catch (GeneralSecurityException e) {
      throw new IOException(file + " is not a revocation list", e);
    }
  }

  private static CertificateFactory factory() throws GeneralSecurityException {
    return CertificateFactory.getInstance("X.509");
  }

  private static ByteArrayInputStream bytes(Path file) throws IOException {
    return new ByteArrayInputStream(Files.readAllBytes(file));
  }

  private static void write(Path file, PemObject object, String mode) throws IOException {
    StringWriter text = new StringWriter();
    try (PemWriter writer = new PemWriter(text)) {
      writer.writeObject(object);
    }
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.deleteIfExists(part);
    try (FileChannel channel =
        FileChannel.open(
            part,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            attributes(file, mode))) {
      channel.write(StandardCharsets.US_ASCII.encode(text.toString()));
      channel.force(true);
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** The file has its mode from the beginning: nobody can open a key before it is protected. */
  private static FileAttribute<?>[] attributes(Path file, String mode) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }
}
