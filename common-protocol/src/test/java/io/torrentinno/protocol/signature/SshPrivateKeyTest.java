package io.torrentinno.protocol.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.torrentinno.protocol.signature.SshFormatException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SshPrivateKeyTest {
  private static final Armor ARMOR = new Armor("OPENSSH PRIVATE KEY");

  @Test
  void saysThatAKeyIsEncrypted() {
    assertThatThrownBy(() -> SshPrivateKey.parse(SshSignatureTest.text("encrypted.key")))
        .asInstanceOf(type(SshFormatException.class))
        .extracting(SshFormatException::reason)
        .isEqualTo(Reason.ENCRYPTED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "ecdsa-256", "rsa"})
  void refusesAKeyThatIsCutOff(String name) throws SshFormatException {
    byte[] bytes = ARMOR.decode(SshSignatureTest.text(name + ".key"));
    for (int length = 0; length < bytes.length; length += 7) {
      byte[] part = new byte[length];
      System.arraycopy(bytes, 0, part, 0, length);
      assertThatThrownBy(() -> SshPrivateKey.parse(ARMOR.encode(part)))
          .isInstanceOf(SshFormatException.class);
    }
  }

  @Test
  void refusesAKeyWhosePublicKeyIsAnothers() throws SshFormatException {
    byte[] bytes = ARMOR.decode(SshSignatureTest.text("ed25519.key"));
    bytes[70] ^= 1; // of the public key at the beginning

    assertThatThrownBy(() -> SshPrivateKey.parse(ARMOR.encode(bytes)))
        .isInstanceOf(SshFormatException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", "ssh-ed25519"})
  void refusesWhatIsNoKey(String text) {
    assertThatThrownBy(() -> SshPrivateKey.parse(text)).isInstanceOf(SshFormatException.class);
  }

  @Test
  void printsTheFingerprintOfItsKeyAndNotTheKey() throws SshFormatException {
    SshPrivateKey key = SshPrivateKey.parse(SshSignatureTest.text("ed25519.key"));

    assertThat(key.publicKey().fingerprint()).matches("SHA256:[A-Za-z0-9+/]{43}");
    assertThat(key.publicKey().type()).isEqualTo("ssh-ed25519");
  }
}
