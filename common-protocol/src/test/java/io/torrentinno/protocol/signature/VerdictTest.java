package io.torrentinno.protocol.signature;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.protocol.Golden;
import io.torrentinno.protocol.signature.Verdict.State;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VerdictTest {
  private static final SignedMessage TREE = SshSignatureTest.message("info-tree.json");
  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
  private static final String RIGHT = SshSignatureTest.text("ed25519.sig");
  private static final String WRONG = SshSignatureTest.text("other-document.sig");

  private AllowedSigners allowed = AllowedSigners.NONE;

  @BeforeEach
  void allowThoseOfTheExamples() throws SshFormatException {
    allowed = AllowedSigners.parse(SshSignatureTest.text("allowed_signers"));
  }

  @Test
  void namesTheSigner() {
    assertThat(judge(allowed, RIGHT)).isEqualTo(new Verdict(State.VALID, "ed25519@example.org"));
  }

  @Test
  void saysThatThereIsNoSignature() {
    assertThat(judge(allowed)).isEqualTo(Verdict.NONE);
  }

  @Test
  void saysThatASignatureIsWrongOrCantBeRead() {
    assertThat(judge(allowed, WRONG)).isEqualTo(new Verdict(State.INVALID, null));
    assertThat(judge(allowed, "hello")).isEqualTo(new Verdict(State.INVALID, null));
    assertThat(judge(allowed, SshSignatureTest.text("other-namespace.sig")))
        .isEqualTo(new Verdict(State.INVALID, null));
  }

  @Test
  void namesAKeyThatNoSignerHas() {
    Verdict verdict = judge(AllowedSigners.NONE, RIGHT);

    assertThat(verdict.state()).isEqualTo(State.UNKNOWN_SIGNER);
    assertThat(verdict.signer()).startsWith("SHA256:");
  }

  @Test
  void takesTheBestOfSeveral() {
    assertThat(judge(allowed, WRONG, "hello", RIGHT).isValid()).isTrue();
    assertThat(judge(AllowedSigners.NONE, WRONG, RIGHT).state()).isEqualTo(State.UNKNOWN_SIGNER);
  }

  /** Every field of an info document, and its white space. */
  @Test
  void refusesADocumentOfWhichAnyByteIsChanged() {
    byte[] document = Golden.text("info-tree.json").getBytes(StandardCharsets.UTF_8);
    for (int at = 0; at < document.length; at++) {
      byte[] changed = document.clone();
      changed[at] ^= 1;
      Verdict verdict = Verdict.of(List.of(RIGHT), SignedMessage.of(changed), allowed, NOW);
      assertThat(verdict.state()).as("byte %d", at).isEqualTo(State.INVALID);
    }
  }

  private static Verdict judge(AllowedSigners allowed, String... signatures) {
    return Verdict.of(List.of(signatures), TREE, allowed, NOW);
  }
}
