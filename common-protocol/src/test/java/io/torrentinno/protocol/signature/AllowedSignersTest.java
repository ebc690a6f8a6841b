package io.torrentinno.protocol.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.torrentinno.protocol.Golden;
import io.torrentinno.protocol.model.Bytes;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedSignersTest {
  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
  private static final String KEY =
      Golden.text("allowed_signers").strip().replaceFirst("^\\S+ ", "");

  @Test
  void namesTheSignerOfAKey() throws SshFormatException {
    AllowedSigners signers =
        AllowedSigners.parse("# those who publish\n\n" + Golden.text("allowed_signers"));

    assertThat(signers.size()).isEqualTo(1);
    assertThat(signers.principals(key(), SignedMessage.NAMESPACE, NOW))
        .contains("publisher@example.org");
    assertThat(AllowedSigners.NONE.principals(key(), SignedMessage.NAMESPACE, NOW)).isEmpty();
  }

  @Test
  void readsAllKindsOfKeys() throws SshFormatException {
    AllowedSigners signers =
        AllowedSigners.parse(
            SshSignatureTest.text("allowed_signers")
                + "sk@example.org sk-ssh-ed25519@openssh.com "
                + "AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29tAAAAAA==\n");

    assertThat(signers.size()).isEqualTo(7);
    for (String name : new String[] {"ed25519", "ecdsa-256", "ecdsa-384", "ecdsa-521", "rsa"}) {
      SshPublicKey key = SshSignature.parse(SshSignatureTest.text(name + ".sig")).key();
      assertThat(signers.principals(key, "any", NOW)).contains(name + "@example.org");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "namespaces=\"torrentinno-manifest\" | true",
        "namespaces=\"file,torrentinno-*\" | true",
        "namespaces=\"file,git\" | false",
        "namespaces=\"*,!torrentinno-manifest\" | false",
        "namespaces=\"torrentinno-manifes?\" | true",
        "namespaces=\"\" | false",
        "valid-after=\"20260501\" | true",
        "valid-after=\"20260502Z\" | false",
        "valid-after=\"202605011200Z\" | true",
        "valid-after=\"20260501120001Z\" | false",
        "valid-before=\"20260501120001Z\" | true",
        "valid-before=\"202605011200Z\" | false",
        "VALID-BEFORE=\"20270101\" | true",
        "namespaces=\"a,torrentinno-manifest\",valid-before=\"20270101\" | true",
        "namespaces=\"torrentinno-manifest\",valid-before=\"20260101\" | false"
      })
  void limitsASignerByItsOptions(String options, boolean allowed) throws SshFormatException {
    AllowedSigners signers = AllowedSigners.parse("me " + options + " " + KEY);

    assertThat(signers.principals(key(), SignedMessage.NAMESPACE, NOW).isPresent())
        .isEqualTo(allowed);
  }

  @Test
  void takesTimesWithoutZAsLocalTimes() throws SshFormatException {
    AllowedSigners signers = AllowedSigners.parse("me valid-after=\"20260501\" " + KEY);
    Instant midnight = LocalDate.of(2026, 5, 1).atStartOfDay(ZoneId.systemDefault()).toInstant();

    assertThat(signers.principals(key(), "any", midnight)).isPresent();
    assertThat(signers.principals(key(), "any", midnight.minusSeconds(1))).isEmpty();
  }

  @Test
  void readsNamesInQuotes() throws SshFormatException {
    AllowedSigners signers = AllowedSigners.parse("\"me,you too\" " + KEY + " a comment");

    assertThat(signers.principals(key(), "any", NOW)).contains("me,you too");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "me",
        "me ssh-ed25519",
        "me namespaces=\"x\" ssh-ed25519",
        "me ssh-ed25519 !",
        "me ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIOLnNS49D99t5Q3VeNQeRat5vDf8Fxv2FEPY1TRqk1OI",
        "\"me ssh-ed25519 AAAA",
        "me cert-authority ssh-ed25519 AAAA",
        "me no-touch-required ssh-ed25519 AAAA",
        "me valid-after=\"2026\" ssh-ed25519 AAAA",
        "me valid-after=\"20261301\" ssh-ed25519 AAAA"
      })
  void refusesAWholeFileAndNamesTheLine(String line) {
    assertThatThrownBy(() -> AllowedSigners.parse("a " + KEY + "\n" + line + "\n"))
        .isInstanceOf(SshFormatException.class)
        .hasMessageStartingWith("line 2: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "valid-before=\"20200101\",Valid-Before=\"20990101\"",
        "namespaces=\"git\",namespaces=\"torrentinno-manifest\""
      })
  void refusesAnOptionThatIsThereTwice(String options) {
    assertThatThrownBy(() -> AllowedSigners.parse("me " + options + " " + KEY))
        .isInstanceOf(SshFormatException.class)
        .hasMessageContaining("is there twice");
  }

  @Test
  void saysThatAuthoritiesAreNotSupported() {
    assertThatThrownBy(() -> AllowedSigners.parse("* cert-authority " + KEY))
        .hasMessage("line 1: cert-authority is not supported: list the keys of the signers");
  }

  private static SshPublicKey key() throws SshFormatException {
    byte[] blob = Base64.getDecoder().decode(KEY.split(" ", -1)[1].strip());
    return new SshPublicKey(Bytes.copyOf(blob));
  }
}
