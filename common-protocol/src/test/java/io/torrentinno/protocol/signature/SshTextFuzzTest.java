package io.torrentinno.protocol.signature;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** Any text instead of a signature, a key, or a list of signers. */
class SshTextFuzzTest {
  @FuzzTest(maxDuration = "20s")
  void readsTextOrRefusesIt(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    for (Reader reader :
        new Reader[] {SshSignature::parse, SshPrivateKey::parse, AllowedSigners::parse}) {
      try {
        Object _ = reader.read(text);
      } catch (SshFormatException e) {
        assertThat(e).hasMessageNotContaining("null");
      }
    }
  }

  private interface Reader {
    Object read(String text) throws SshFormatException;
  }
}
