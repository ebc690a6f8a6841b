package io.torrentinno.agent.oneshot;

import io.torrentinno.agent.cli.client.CommandFailed;
import io.torrentinno.agent.cli.client.Reasons;
import io.torrentinno.agent.net.tls.CertificateFolder;
import io.torrentinno.agent.net.tls.Credentials;
import io.torrentinno.agent.net.tls.EncryptionMode;
import io.torrentinno.agent.net.tls.OwnCertificate;
import io.torrentinno.agent.net.tls.PeerTls;
import io.torrentinno.agent.net.tls.TlsEngine;
import io.torrentinno.agent.signatures.SignatureMode;
import io.torrentinno.agent.signatures.SignaturePolicy;
import io.torrentinno.agent.signatures.SignerFile;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * The security settings of a run.
 *
 * @param tls encrypts the connections with peers
 * @param signatures decides which manifest is fetched
 * @param patience how long a link waits for a signature when the first peer has none that counts
 */
record GetSecurity(PeerTls tls, SignaturePolicy signatures, Duration patience)
    implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /**
   * Reads the files that a person has named.
   *
   * @param certificates the folder of a certificate; null for none
   * @param signers the list of those who may sign; null when signatures do not matter
   * @throws CommandFailed when a file can't be used
   */
  static GetSecurity open(
      EncryptionMode mode, @Nullable Path certificates, @Nullable Path signers) {
    SignaturePolicy policy = signers == null ? SignaturePolicy.off() : requiring(signers);
    return new GetSecurity(encryption(mode, certificates), policy, PATIENCE);
  }

  private static PeerTls encryption(EncryptionMode mode, @Nullable Path certificates) {
    if (mode == EncryptionMode.OFF) {
      return PeerTls.off();
    }
    try {
      if (certificates == null) {
        return PeerTls.of(mode, TlsEngine.AUTO, OwnCertificate.make());
      }
      Credentials credentials = CertificateFolder.read(certificates);
      credentials.chain().getFirst().checkValidity();
      return PeerTls.of(mode, TlsEngine.AUTO, credentials);
    } catch (IOException e) {
      Object file = e instanceof FileSystemException known ? known.getFile() : certificates;
      throw new CommandFailed("Can't read " + file + ": " + Reasons.of(e), e);
    } catch (GeneralSecurityException e) {
      throw new CommandFailed(
          "The certificate in " + certificates + " can't be used: " + e.getMessage(), e);
    }
  }

  private static SignaturePolicy requiring(Path signers) {
    try {
      return new SignaturePolicy(
          SignatureMode.REQUIRE, SignerFile.open(signers), InstantSource.system());
    } catch (IOException e) {
      throw new CommandFailed("Can't read the list of allowed signers: " + Reasons.of(e), e);
    }
  }

  @Override
  public void close() {
    tls.close();
  }
}
