package io.torrentinno.protocol.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.torrentinno.protocol.Golden;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The signatures are those of {@code ssh-keygen}: {@code specs/golden/signatures/make}. */
class SshSignatureTest {
  private static final SignedMessage TREE = message("info-tree.json");
  private static final String NAMESPACE = SignedMessage.NAMESPACE;

  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "ecdsa-256", "ecdsa-384", "ecdsa-521", "rsa", "sha256"})
  void acceptsWhatSshKeygenHasSigned(String name) throws SshFormatException {
    SshSignature signature = SshSignature.parse(text(name + ".sig"));

    assertThat(signature.verifies(TREE, NAMESPACE)).isTrue();
    assertThat(signature.verifies(message("info-file.json"), NAMESPACE)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "ecdsa-256", "ecdsa-384", "ecdsa-521", "rsa", "sha256"})
  void writesWhatSshKeygenWrites(String name) throws SshFormatException {
    String text = text(name + ".sig");

    assertThat(SshSignature.parse(text).toText()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "rsa"})
  void signsAsSshKeygenDoes(String name) throws SshFormatException {
    SshPrivateKey key = SshPrivateKey.parse(text(name + ".key"));

    assertThat(key.sign(TREE, NAMESPACE).toText()).isEqualTo(text(name + ".sig"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ecdsa-256", "ecdsa-384", "ecdsa-521"})
  void signsWithKeysWhoseSignaturesDifferEachTime(String name) throws SshFormatException {
    SshSignature signature = SshPrivateKey.parse(text(name + ".key")).sign(TREE, NAMESPACE);

    assertThat(SshSignature.parse(signature.toText()).verifies(TREE, NAMESPACE)).isTrue();
    assertThat(signature.key()).isEqualTo(SshSignature.parse(text(name + ".sig")).key());
  }

  @Test
  void acceptsTheSignatureOfAVersion1Manifest() throws SshFormatException {
    SignedMessage message = message("signatures/version-1.txt");

    assertThat(SshSignature.parse(text("version-1.sig")).verifies(message, NAMESPACE)).isTrue();
  }

  @Test
  void refusesASignatureForAnotherPurpose() throws SshFormatException {
    SshSignature signature = SshSignature.parse(text("other-namespace.sig"));

    assertThat(signature.verifies(TREE, "file")).isTrue();
    assertThat(signature.verifies(TREE, NAMESPACE)).isFalse();
  }

  @Test
  void refusesASignatureOfAnotherDocument() throws SshFormatException {
    SshSignature signature = SshSignature.parse(text("other-document.sig"));

    assertThat(signature.verifies(TREE, NAMESPACE)).isFalse();
  }

  /** A byte of each field: magic, version, key, namespace, hash, signature, and all between. */
  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "ecdsa-256", "rsa"})
  void refusesASignatureOfWhichAnyByteIsChanged(String name) throws SshFormatException {
    byte[] bytes = bytes(text(name + ".sig"));
    for (int at = 0; at < bytes.length; at++) {
      byte[] changed = bytes.clone();
      changed[at] ^= 1;

      assertThat(isRight(changed)).as("byte %d", at).isFalse();
    }
  }

  @Test
  void refusesASignatureThatIsCutOffOrGoesOn() throws SshFormatException {
    byte[] bytes = bytes(text("ed25519.sig"));
    for (int length = 0; length < bytes.length; length++) {
      byte[] part = new byte[length];
      System.arraycopy(bytes, 0, part, 0, length);
      assertThat(isRight(part)).as("%d bytes", length).isFalse();
    }
    byte[] more = new byte[bytes.length + 1];
    System.arraycopy(bytes, 0, more, 0, bytes.length);
    assertThat(isRight(more)).isFalse();
  }

  @Test
  void refusesSignaturesOfAnotherKey() throws SshFormatException {
    SshSignature ours = SshSignature.parse(text("ed25519.sig"));
    SshSignature theirs = SshSignature.parse(text("rsa.sig"));

    SshSignature mixed =
        new SshSignature(
            ours.key(), ours.namespace(), ours.hash(), ours.algorithm(), theirs.value());

    assertThat(mixed.verifies(TREE, NAMESPACE)).isFalse();
  }

  @Test
  void refusesSha1() throws SshFormatException {
    SshSignature rsa = SshSignature.parse(text("rsa.sig"));
    SshSignature old =
        new SshSignature(rsa.key(), rsa.namespace(), rsa.hash(), "ssh-rsa", rsa.value());

    assertThatThrownBy(() -> old.verifies(TREE, NAMESPACE))
        .isInstanceOf(SshFormatException.class)
        .hasMessageContaining("ssh-rsa");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-----BEGIN SSH SIGNATURE-----",
        "-----BEGIN SSH SIGNATURE----------END SSH SIGNATURE-----",
        "-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----",
        "-----BEGIN SSH SIGNATURE-----\nU1NIU0lH\n-----END SSH SIGNATURE-----",
        "-----BEGIN SSH SIGNATURE-----\n!\n-----END SSH SIGNATURE-----",
        "-----BEGIN SSH SIGNATURE-----x\nU1NIU0lH\n-----END SSH SIGNATURE-----",
        "-----BEGIN PGP SIGNATURE-----\nU1NIU0lH\n-----END PGP SIGNATURE-----"
      })
  void refusesWhatIsNoSignature(String text) {
    assertThatThrownBy(() -> SshSignature.parse(text)).isInstanceOf(SshFormatException.class);
  }

  @Test
  void refusesTextThatIsTooLong() {
    assertThatThrownBy(() -> SshSignature.parse(" ".repeat(8193) + text("ed25519.sig")))
        .hasMessageContaining("8192");
  }

  @Test
  void readsLinesThatEndAsOnWindows() throws SshFormatException {
    SshSignature signature = SshSignature.parse(text("ed25519.sig").replace("\n", "\r\n"));

    assertThat(signature.verifies(TREE, NAMESPACE)).isTrue();
  }

  @Test
  void refusesRandomBytesWithoutFailing() {
    Random random = new Random(14);
    for (int i = 0; i < 2000; i++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      assertThat(isRight(bytes)).isFalse();
    }
  }

  private static boolean isRight(byte[] bytes) {
    try {
      return SshSignature.parse(new Armor("SSH SIGNATURE").encode(bytes)).verifies(TREE, NAMESPACE);
    } catch (SshFormatException e) {
      return false;
    }
  }

  private static byte[] bytes(String signature) throws SshFormatException {
    return new Armor("SSH SIGNATURE").decode(signature);
  }

  static SignedMessage message(String name) {
    return SignedMessage.of(Golden.text(name).getBytes(StandardCharsets.UTF_8));
  }

  static String text(String name) {
    return Golden.text("signatures/" + name);
  }
}
