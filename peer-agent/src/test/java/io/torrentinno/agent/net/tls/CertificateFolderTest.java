package io.torrentinno.agent.net.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateFolderTest {
  @TempDir Path folder;

  /** By default, cert-manager writes keys in the format that is older than PKCS#8. */
  @Test
  void readsTheFilesOfCertManager() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair keys = generator.generateKeyPair();
    TestAuthority authority = new TestAuthority("swarm");
    TestAuthority.Issued own = authority.issue("node-1");
    write("tls.key", keys.getPrivate());
    write("tls.crt", own.certificate());
    write("ca.crt", authority.certificate());

    Credentials read = CertificateFolder.read(folder);

    assertThat(folder.resolve("tls.key")).content().startsWith("-----BEGIN RSA PRIVATE KEY-----");
    assertThat(read.key()).isEqualTo(keys.getPrivate());
    assertThat(read.chain()).containsExactly(own.certificate());
    assertThat(read.authorities()).containsExactly(authority.certificate());
    assertThat(read.revoked()).isEmpty();
  }

  private void write(String file, Object content) throws IOException {
    try (JcaPEMWriter writer = new JcaPEMWriter(Files.newBufferedWriter(folder.resolve(file)))) {
      writer.writeObject(content);
    }
  }
}
