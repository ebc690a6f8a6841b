package io.torrentinno.agent.signatures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.torrentinno.agent.testing.TestSigners;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignerFileTest {
  @TempDir private Path folder;

  @Test
  void readsTheListAgainWhenItHasChanged() throws IOException {
    Path file = write(TestSigners.line("rsa"));
    SignerFile signers = SignerFile.open(file);

    assertThat(signers.reload()).as("nothing has changed").isFalse();
    Files.writeString(file, TestSigners.text("allowed_signers"));

    assertThat(signers.reload()).isTrue();
    assertThat(signers.get().size()).isEqualTo(6);
  }

  @Test
  void keepsTheLastListWhileTheFileIsBroken() throws IOException {
    Path file = write(TestSigners.line("rsa"));
    SignerFile signers = SignerFile.open(file);

    Files.writeString(file, "nonsense");
    assertThat(signers.reload()).isFalse();
    assertThat(signers.problem()).contains("line 1");
    assertThat(signers.get().size()).isOne();

    Files.delete(file);
    assertThat(signers.reload()).isFalse();
    assertThat(signers.problem()).contains("there is no file");

    write(TestSigners.line("rsa"));
    assertThat(signers.reload()).isFalse();
    assertThat(signers.problem()).isNull();
  }

  @Test
  void refusesToBeginWithAFileThatIsNoList() throws IOException {
    Path broken = write("me cert-authority ssh-ed25519 AAAA");

    assertThatThrownBy(() -> SignerFile.open(broken))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("line 1: cert-authority is not supported");
    assertThatThrownBy(() -> SignerFile.open(folder.resolve("none")))
        .hasMessageContaining("there is no file");
  }

  @Test
  void refusesAFileThatIsTooLong() throws IOException {
    Path file = write("# comment\n".repeat(110_000));

    assertThatThrownBy(() -> SignerFile.open(file)).hasMessageContaining("more than 1048576 bytes");
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("allowed_signers"), text);
  }
}
