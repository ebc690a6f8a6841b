package io.torrentinno.protocol.signature;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.protocol.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is signed here is checked by ssh-keygen (Debian: openssh-client). */
@Tag("full")
class SshKeygenTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "ecdsa-256", "ecdsa-384", "ecdsa-521", "rsa"})
  void acceptsOurSignatures(String name) throws Exception {
    SshPrivateKey key = SshPrivateKey.parse(SshSignatureTest.text(name + ".key"));
    SignedMessage message = SshSignatureTest.message("info-tree.json");
    write("message.sig", key.sign(message, SignedMessage.NAMESPACE).toText());
    write("signers", SshSignatureTest.text("allowed_signers"));

    assertThat(verify(name, Golden.text("info-tree.json"))).isZero();
    assertThat(verify(name, Golden.text("info-tree.json") + " ")).isNotZero();
  }

  private int verify(String name, String message) throws IOException, InterruptedException {
    Path input = write("message", message);
    return new ProcessBuilder(
            "ssh-keygen",
            "-Y",
            "verify",
            "-f",
            folder.resolve("signers").toString(),
            "-I",
            name + "@example.org",
            "-n",
            SignedMessage.NAMESPACE,
            "-s",
            folder.resolve("message.sig").toString())
        .redirectInput(input.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
