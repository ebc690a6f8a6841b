package io.torrentinno.agent.config.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.torrentinno.agent.config.StartFailed;
import io.torrentinno.agent.net.tls.EncryptionMode;
import io.torrentinno.agent.net.tls.TestAuthority;
import io.torrentinno.agent.net.tls.TlsEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Which settings start an agent, and what it does when its certificates change. */
class PeerCredentialsTest {
  private static final char[] NO_PASSWORD = {};

  @TempDir Path folder;

  private final TestAuthority authority = new TestAuthority("swarm");
  private final TestAuthority.Issued own = authority.issue("node-1");
  private final DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry();

  @Test
  void makesACertificateWithoutABundle() {
    try (PeerCredentials credentials = start(EncryptionMode.PREFERRED, null, null)) {
      assertThat(credentials.tls().isOn()).isTrue();
      assertThat(credentials.health(Instant.now()).getStatus()).isEqualTo(Status.UP);
    }
  }

  @Test
  void doesNotEncryptWhenItIsOff() {
    try (PeerCredentials credentials = start(EncryptionMode.OFF, null, null)) {
      assertThat(credentials.tls().isOn()).isFalse();
    }
  }

  @Test
  void refusesAnAuthorityUnlessEncryptionIsRequired() {
    bundles.registerBundle("peers", bundle(own, authority));

    expectRefusal(EncryptionMode.PREFERRED, "peers", null, "encryption must be required");
    expectRefusal(EncryptionMode.OFF, "peers", null, "encryption is off");
  }

  @Test
  void refusesBundlesThatCanNotBeUsed() {
    bundles.registerBundle("empty", SslBundle.of(SslStoreBundle.of(null, null, null)));

    expectRefusal(EncryptionMode.REQUIRED, "missing", null, "no SSL bundle of the name missing");
    expectRefusal(EncryptionMode.REQUIRED, "empty", null, "no private key");
  }

  @Test
  void refusesRevokedCertificatesWithoutTheirAuthority() throws Exception {
    bundles.registerBundle("alone", bundle(own, null));
    bundles.registerBundle("peers", bundle(own, authority));
    Path list = write(new TestAuthority("other").revoked());

    expectRefusal(
        EncryptionMode.REQUIRED, null, list, "torrentinno.agent.encryption-bundle is not set");
    expectRefusal(EncryptionMode.REQUIRED, "alone", list, "no trust store");
    expectRefusal(EncryptionMode.REQUIRED, "peers", list, "no trusted authority has signed");
    expectRefusal(EncryptionMode.REQUIRED, "peers", folder.resolve("missing.crl"), "can't be used");
    expectRefusal(
        EncryptionMode.REQUIRED,
        "peers",
        Files.writeString(folder.resolve("text.crl"), "text"),
        "can't be used");
  }

  @Test
  void takesARenewedCertificateAndKeepsTheOneBeforeWhenItIsBad() {
    bundles.registerBundle("peers", bundle(own, authority));
    try (PeerCredentials credentials = start(EncryptionMode.REQUIRED, "peers", null)) {
      bundles.updateBundle("peers", bundle(authority.issue("node-1-renewed"), authority));
      assertThat(nameOf(credentials)).isEqualTo("node-1-renewed");

      bundles.updateBundle("peers", SslBundle.of(SslStoreBundle.of(null, null, null)));
      assertThat(nameOf(credentials)).isEqualTo("node-1-renewed");

      bundles.updateBundle("peers", bundle(own, null));
      assertThat(nameOf(credentials)).as("it never lets all in").isEqualTo("node-1-renewed");
    }
  }

  @Test
  void readsTheRevokedCertificatesAgainWhenTheyChange() throws Exception {
    bundles.registerBundle("peers", bundle(own, authority));
    Path list = write(authority.revoked());
    try (PeerCredentials credentials = start(EncryptionMode.REQUIRED, "peers", list)) {
      TestAuthority.Issued stolen = authority.issue("stolen");

      write(authority.revoked(stolen.certificate()));
      credentials.lookAtCrl();
      assertThat(credentials.revoked()).isEqualTo(1);

      Files.writeString(list, "half a list");
      credentials.lookAtCrl();
      assertThat(credentials.revoked()).as("the one before stays").isEqualTo(1);

      write(authority.revoked());
      credentials.lookAtCrl();
      assertThat(credentials.revoked()).isZero();
    }
  }

  @Test
  void takesANewAuthorityWithItsRevokedCertificatesInEitherOrder() throws Exception {
    TestAuthority next = new TestAuthority("next");
    TestAuthority.Issued renewed = next.issue("node-1-renewed");
    X509CRL itsRevoked = next.revoked(next.issue("stolen").certificate());
    for (boolean bundleFirst : new boolean[] {true, false}) {
      String name = "peers-" + bundleFirst;
      bundles.registerBundle(name, bundle(own, authority));
      Path list = write(authority.revoked());
      try (PeerCredentials credentials = start(EncryptionMode.REQUIRED, name, list)) {
        if (bundleFirst) {
          bundles.updateBundle(name, bundle(renewed, next));
        } else {
          write(itsRevoked);
          credentials.lookAtCrl();
        }
        assertThat(nameOf(credentials)).as("one alone does not fit").isEqualTo("node-1");
        assertThat(credentials.revoked()).isZero();

        if (bundleFirst) {
          write(itsRevoked);
          credentials.lookAtCrl();
        } else {
          bundles.updateBundle(name, bundle(renewed, next));
        }
        assertThat(nameOf(credentials)).isEqualTo("node-1-renewed");
        assertThat(credentials.revoked()).isEqualTo(1);
      }
    }
  }

  @Test
  void takesWhatIsGoodWhileTheOtherIsBad() throws Exception {
    bundles.registerBundle("peers", bundle(own, authority));
    Path list = write(authority.revoked());
    try (PeerCredentials credentials = start(EncryptionMode.REQUIRED, "peers", list)) {
      write(new TestAuthority("other").revoked());
      credentials.lookAtCrl();
      bundles.updateBundle("peers", bundle(authority.issue("node-1-renewed"), authority));
      assertThat(nameOf(credentials)).isEqualTo("node-1-renewed");

      bundles.updateBundle("peers", SslBundle.of(SslStoreBundle.of(null, null, null)));
      write(authority.revoked(authority.issue("stolen").certificate()));
      credentials.lookAtCrl();
      assertThat(nameOf(credentials)).isEqualTo("node-1-renewed");
      assertThat(credentials.revoked()).isEqualTo(1);
    }
  }

  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void saysOnceThatTheRevokedCertificatesCanNotBeRead(CapturedOutput output) throws Exception {
    bundles.registerBundle("peers", bundle(own, authority));
    Path list = write(authority.revoked());
    try (PeerCredentials credentials = start(EncryptionMode.REQUIRED, "peers", list)) {
      Files.delete(list);
      credentials.lookAtCrl();
      credentials.lookAtCrl();
      assertThat(output.getAll()).containsOnlyOnce("NoSuchFileException");

      write(authority.revoked());
      credentials.lookAtCrl();
      Files.delete(list);
      credentials.lookAtCrl();
      assertThat(output.getAll().split("NoSuchFileException", -1)).as("again").hasSize(3);
    }
  }

  @Test
  void isNotReadyWhenItsCertificateHasEnded() {
    bundles.registerBundle("peers", bundle(own, authority));
    try (PeerCredentials credentials = start(EncryptionMode.REQUIRED, "peers", null)) {
      assertThat(credentials.health(Instant.now()).getStatus()).isEqualTo(Status.UP);
      assertThat(credentials.health(Instant.now().plus(Duration.ofDays(2))).getStatus())
          .isEqualTo(Status.DOWN);
      assertThat(credentials.validity(Instant.now())).isPositive();
      assertThat(credentials.validity(Instant.now().plus(Duration.ofDays(2)))).isZero();
    }
  }

  private static @Nullable Object nameOf(PeerCredentials credentials) {
    return credentials.health(Instant.now()).getDetails().get("certificate");
  }

  private PeerCredentials start(EncryptionMode mode, @Nullable String bundle, @Nullable Path crl) {
    return new PeerCredentials(new EncryptionSettings(mode, bundle, crl, TlsEngine.JDK), bundles);
  }

  private void expectRefusal(
      EncryptionMode mode, @Nullable String bundle, @Nullable Path crl, String message) {
    assertThatExceptionOfType(StartFailed.class)
        .isThrownBy(() -> start(mode, bundle, crl))
        .withMessageContaining(message);
  }

  private Path write(X509CRL list) throws Exception {
    return Files.write(folder.resolve("ca.crl"), list.getEncoded());
  }

  private static SslBundle bundle(TestAuthority.Issued own, @Nullable TestAuthority trusted) {
    try {
      KeyStore keys = emptyStore();
      keys.setKeyEntry("own", own.key(), NO_PASSWORD, new Certificate[] {own.certificate()});
      if (trusted == null) {
        return SslBundle.of(SslStoreBundle.of(keys, "", null));
      }
      KeyStore authorities = emptyStore();
      authorities.setCertificateEntry("authority", trusted.certificate());
      return SslBundle.of(SslStoreBundle.of(keys, "", authorities));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static KeyStore emptyStore() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
