package io.torrentinno.agent.cli.ca;

import io.torrentinno.agent.cli.client.CommandFailed;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The folder of an authority: {@code ca.key}, {@code ca.crt} and {@code ca.crl}; in {@code issued}
 * every certificate that was issued; in {@code nodes} a folder for each machine, which has all
 * files that the machine needs. Their names are those that cert-manager gives them, too.
 */
final class AuthorityFolder {
  private static final String CERTIFICATE = "ca.crt";
  private static final String REVOCATIONS = "ca.crl";

  private final Path folder;

  AuthorityFolder(Path folder) {
    this.folder = folder;
  }

  Path key() {
    return folder.resolve("ca.key");
  }

  Path revocations() {
    return folder.resolve(REVOCATIONS);
  }

  /** The folder that is copied to a machine. */
  Path node(String name) {
    return folder.resolve("nodes").resolve(name);
  }

  /** Writes a new authority, unless the folder has one, or a part of one. */
  void create(Authority authority) throws IOException {
    for (Path file : List.of(key(), folder.resolve(CERTIFICATE), revocations())) {
      if (Files.exists(file)) {
        throw new CommandFailed(
            "There is an authority in " + folder + " already (" + file + "). Nothing was changed.");
      }
    }
    Files.createDirectories(folder.resolve("issued"));
    Files.createDirectories(folder.resolve("nodes"));
    PemFiles.write(revocations(), authority.revocations(Map.of(), Instant.now()));
    PemFiles.write(folder.resolve(CERTIFICATE), authority.certificate());
    PemFiles.write(key(), authority.key());
  }

  Authority read() throws IOException {
    if (!Files.exists(key())) {
      throw new CommandFailed(
          "There is no authority in " + folder + ". 'torrentinno ca init' makes one.");
    }
    return new Authority(
        PemFiles.readKey(key()), PemFiles.readCertificate(folder.resolve(CERTIFICATE)));
  }

  boolean hasNode(String name) {
    return Files.exists(node(name));
  }

  /** Writes the files of a machine. The certificate can be revoked before its key is there. */
  void writeNode(String name, Authority authority, Authority.Issued issued) throws IOException {
    X509Certificate certificate = issued.certificate();
    PemFiles.write(
        folder.resolve("issued").resolve(certificate.getSerialNumber().toString(16) + ".crt"),
        certificate);
    Path node = node(name);
    Files.createDirectories(node);
    PemFiles.write(node.resolve("tls.key"), issued.key());
    PemFiles.write(node.resolve("tls.crt"), certificate);
    PemFiles.write(node.resolve(CERTIFICATE), authority.certificate());
    PemFiles.write(node.resolve(REVOCATIONS), PemFiles.readRevocations(revocations()));
  }

  /** All certificates that were issued to a name. */
  List<X509Certificate> issuedTo(String name) throws IOException {
    List<X509Certificate> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder.resolve("issued"))) {
      for (Path file : files.filter(it -> it.toString().endsWith(".crt")).sorted().toList()) {
        X509Certificate certificate = PemFiles.readCertificate(file);
        if (certificate.getSubjectX500Principal().getName().equals("CN=" + name)) {
          found.add(certificate);
        }
      }
    }
    return found;
  }

  /** The serial numbers of the revoked certificates, with the times of their revocation. */
  Map<BigInteger, Instant> revoked() throws IOException {
    Set<? extends X509CRLEntry> entries =
        PemFiles.readRevocations(revocations()).getRevokedCertificates();
    Map<BigInteger, Instant> revoked = new LinkedHashMap<>();
    for (X509CRLEntry entry : entries == null ? Set.<X509CRLEntry>of() : entries) {
      revoked.put(entry.getSerialNumber(), entry.getRevocationDate().toInstant());
    }
    return revoked;
  }

  /** Writes a list into the authority's folder and into those of all machines. */
  void write(X509CRL list) throws IOException {
    PemFiles.write(revocations(), list);
    try (Stream<Path> nodes = Files.list(folder.resolve("nodes"))) {
      for (Path node : nodes.filter(Files::isDirectory).toList()) {
        PemFiles.write(node.resolve(REVOCATIONS), list);
      }
    }
  }
}
