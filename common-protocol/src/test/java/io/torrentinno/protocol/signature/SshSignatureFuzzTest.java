package io.torrentinno.protocol.signature;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any bytes instead of those of a signature. */
class SshSignatureFuzzTest {
  private static final SignedMessage MESSAGE = SignedMessage.of(new byte[] {1});

  @FuzzTest(maxDuration = "20s")
  void readsASignatureOrRefusesIt(byte[] input) {
    try {
      SshSignature signature = SshSignature.parse(new Armor("SSH SIGNATURE").encode(input));
      assertThat(SshSignature.parse(signature.toText())).isEqualTo(signature);
      assertThat(signature.verifies(MESSAGE, "nobody signed this")).isFalse();
      assertThat(signature.verifies(MESSAGE, signature.namespace())).isFalse();
    } catch (SshFormatException e) {
      assertThat(e).hasMessageNotContaining("null");
    }
  }
}
