package io.torrentinno.agent.config.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.util.Arrays;
import java.util.List;

/** A file with lists of revoked certificates. Used by one thread at a time. */
final class CrlFile {
  /** A list of a million certificates has about 40 MB; this is more than any swarm needs. */
  static final int LARGEST = 16 << 20;

  private final Path path;
  private byte[] bytes = new byte[0];

  CrlFile(Path path) {
    this.path = path;
  }

  /**
   * Reads the file.
   *
   * @return whether it has changed since it was last read
   */
  boolean changed() throws IOException {
    byte[] now;
    try (InputStream in = Files.newInputStream(path)) {
      now = in.readNBytes(LARGEST + 1);
    }
    if (now.length > LARGEST) {
      throw new IOException("it has more than " + (LARGEST >> 20) + " MiB");
    }
    boolean changed = !Arrays.equals(now, bytes);
    bytes = now;
    return changed;
  }

  /**
   * The lists that were last read.
   *
   * @throws GeneralSecurityException when the file has something else, or nothing
   */
  List<X509CRL> lists() throws GeneralSecurityException {
    List<X509CRL> lists =
        CertificateFactory.getInstance("X.509")
            .generateCRLs(new ByteArrayInputStream(bytes))
            .stream()
            .map(X509CRL.class::cast)
            .toList();
    if (lists.isEmpty()) {
      throw new GeneralSecurityException("it has no list of revoked certificates");
    }
    return lists;
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
