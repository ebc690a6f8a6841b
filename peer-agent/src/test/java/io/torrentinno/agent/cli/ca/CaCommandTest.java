package io.torrentinno.agent.cli.ca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.torrentinno.agent.cli.CommandLineTool;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertStore;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/** What the JDK and Spring make of the files is what counts here. */
class CaCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path folder;

  @Test
  void issuesCertificatesThatTheJdkAccepts() throws Exception {
    succeed("init", ca());
    succeed("issue", "node-1", ca());

    assertThatCode(() -> validate("node-1")).doesNotThrowAnyException();
    X509Certificate certificate = certificate("node-1");
    assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=node-1");
    assertThat(certificate.getExtendedKeyUsage())
        .containsExactly("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
    assertThat(certificate.getBasicConstraints()).as("not an authority").isEqualTo(-1);
    assertThat(certificate.getPublicKey().getAlgorithm()).isEqualTo("EC");
  }

  @Test
  void refusesRevokedCertificatesAndAcceptsThoseIssuedLater() throws Exception {
    succeed("init", ca());
    succeed("issue", "node-1", ca());
    succeed("issue", "node-2", ca());

    succeed("revoke", "node-1", ca());

    assertThatThrownBy(() -> validate("node-1"))
        .isInstanceOf(CertPathValidatorException.class)
        .hasMessageContaining("revoked");
    assertThatCode(() -> validate("node-2")).doesNotThrowAnyException();
    succeed("issue", "node-1", ca(), "--renew");
    assertThatCode(() -> validate("node-1")).doesNotThrowAnyException();
  }

  @Test
  void revokesEveryCertificateOfAName() throws Exception {
    succeed("init", ca());
    succeed("issue", "node-1", ca());
    X509Certificate first = certificate("node-1");
    succeed("issue", "node-1", ca(), "--renew");

    succeed("revoke", "node-1", ca());

    assertThat(out.toString()).contains("Revoked 2 certificates of node-1");
    assertThatThrownBy(() -> validate(first)).hasMessageContaining("revoked");
    assertThatThrownBy(() -> validate("node-1")).hasMessageContaining("revoked");
  }

  @Test
  void keepsEarlierRevocations() throws Exception {
    succeed("init", ca());
    succeed("issue", "node-1", ca());
    succeed("issue", "node-2", ca());
    succeed("revoke", "node-1", ca());

    succeed("revoke", "node-2", ca());

    assertThatThrownBy(() -> validate("node-1")).hasMessageContaining("revoked");
    assertThat(Files.readString(node("node-1").resolve("ca.crl")))
        .as("the list that is copied to machines")
        .isEqualTo(Files.readString(folder.resolve("ca/ca.crl")));
  }

  @Test
  void protectsPrivateKeys() throws IOException {
    succeed("init", ca());
    succeed("issue", "node-1", ca());

    for (Path key : List.of(folder.resolve("ca/ca.key"), node("node-1").resolve("tls.key"))) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
          .isEqualTo("rw-------");
      assertThat(Files.readString(key)).startsWith("-----BEGIN PRIVATE KEY-----");
    }
  }

  @Test
  void writesFilesThatSpringTakesForABundle() throws Exception {
    succeed("init", ca());
    succeed("issue", "node-1", ca());

    PemSslStoreBundle bundle =
        new PemSslStoreBundle(
            PemSslStoreDetails.forCertificate(url("tls.crt")).withPrivateKey(url("tls.key")),
            PemSslStoreDetails.forCertificate(url("ca.crt")));

    KeyStore keys = Objects.requireNonNull(bundle.getKeyStore());
    KeyStore trust = Objects.requireNonNull(bundle.getTrustStore());
    String alias = keys.aliases().nextElement();
    assertThat(keys.getKey(alias, new char[0]).getFormat()).isEqualTo("PKCS#8");
    assertThat(trust.getCertificate(trust.aliases().nextElement()))
        .isEqualTo(PemFiles.readCertificate(folder.resolve("ca/ca.crt")));
  }

  @Test
  void givesTheKeyOfTheCertificate() throws Exception {
    succeed("init", ca());
    succeed("issue", "node-1", ca());
    byte[] message = {1, 2, 3};
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(PemFiles.readKey(node("node-1").resolve("tls.key")));
    signature.update(message);
    byte[] signed = signature.sign();

    signature.initVerify(certificate("node-1"));
    signature.update(message);

    assertThat(signature.verify(signed)).isTrue();
  }

  @Test
  void printsTheSettings() {
    succeed("init", ca());
    succeed("issue", "node-1", ca());

    assertThat(out.toString())
        .contains(TlsSettings.lines("/etc/torrentinno/tls"))
        .contains("torrentinno.agent.encryption=required");
  }

  @Test
  void namesTheHostsOfACertificate() throws Exception {
    succeed("init", ca());
    succeed("issue", "node-1", ca(), "--san", "node-1.example.org,10.0.0.7,fd00::7");

    assertThat(certificate("node-1").getSubjectAlternativeNames())
        .extracting(name -> String.valueOf(name.get(1)))
        .containsExactly("node-1", "node-1.example.org", "10.0.0.7", "fd00:0:0:0:0:0:0:7");
  }

  @Test
  void endsCertificatesWithTheAuthority() throws Exception {
    succeed("init", ca(), "--days", "10");
    succeed("issue", "node-1", ca());
    succeed("issue", "node-2", ca(), "--days", "5");

    Instant end = PemFiles.readCertificate(folder.resolve("ca/ca.crt")).getNotAfter().toInstant();
    assertThat(certificate("node-1").getNotAfter()).isEqualTo(Date.from(end));
    assertThat(Duration.between(certificate("node-2").getNotAfter().toInstant(), end))
        .isBetween(Duration.ofDays(4), Duration.ofDays(5));
  }

  @Test
  void refusesASecondInit() throws IOException {
    succeed("init", ca());
    String key = Files.readString(folder.resolve("ca/ca.key"));

    fail("There is an authority in", "init", ca());

    assertThat(Files.readString(folder.resolve("ca/ca.key"))).isEqualTo(key);
  }

  @Test
  void replacesACertificateOnlyWhenAsked() throws IOException {
    succeed("init", ca());
    succeed("issue", "node-1", ca());
    String key = Files.readString(node("node-1").resolve("tls.key"));

    fail("--renew replaces it", "issue", "node-1", ca());
    assertThat(Files.readString(node("node-1").resolve("tls.key"))).isEqualTo(key);

    succeed("issue", "node-1", ca(), "--renew");
    assertThat(Files.readString(node("node-1").resolve("tls.key"))).isNotEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "..", "../x", "a/b", "a b", ".a", "a.", "a..b", "ä", "a,CN=b", "a\n"})
  void refusesNamesThatNoMachineHas(String name) {
    succeed("init", ca());

    fail("can't be the name of a machine", "issue", name, ca());
    fail("can't be the name of a machine", "revoke", name, ca());
    assertThat(folder.resolve("ca/nodes")).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "-a", "10.0.0", "10.0.0.256", "fd00:::7", "a_b", "*", "a/b"})
  void refusesWhatIsNeitherHostNorAddress(String san) {
    succeed("init", ca());

    fail("--san " + san, "issue", "node-1", ca(), "--san=" + san);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "3651"})
  void refusesOtherDays(String days) {
    succeed("init", ca());

    fail("--days must be 1 to 3650.", "issue", "node-1", ca(), "--days=" + days);
  }

  @Test
  void refusesToWorkWithoutAnAuthority() {
    fail("There is no authority in", "issue", "node-1", ca());
    fail("There is no authority in", "revoke", "node-1", ca());
  }

  @Test
  void refusesToRevokeWhatWasNeverIssued() {
    succeed("init", ca());

    fail("No certificate was issued to node-1.", "revoke", "node-1", ca());
  }

  @Test
  void saysWhichFileIsBroken() throws IOException {
    succeed("init", ca());
    Files.writeString(folder.resolve("ca/ca.key"), "no key");

    fail("ca.key has no private key in PKCS#8", "issue", "node-1", ca());
  }

  private String ca() {
    return folder.resolve("ca").toString();
  }

  private Path node(String name) {
    return folder.resolve("ca/nodes").resolve(name);
  }

  private String url(String file) {
    return "file:" + node("node-1").resolve(file);
  }

  private X509Certificate certificate(String name) throws IOException {
    return PemFiles.readCertificate(node(name).resolve("tls.crt"));
  }

  private void validate(String name) throws IOException, GeneralSecurityException {
    validate(certificate(name));
  }

  private void validate(X509Certificate certificate) throws IOException, GeneralSecurityException {
    CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(List.of(certificate));
    X509Certificate authority = PemFiles.readCertificate(folder.resolve("ca/ca.crt"));
    PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(authority, null)));
    parameters.setRevocationEnabled(true);
    parameters.addCertStore(
        CertStore.getInstance(
            "Collection",
            new CollectionCertStoreParameters(
                List.of(PemFiles.readRevocations(folder.resolve("ca/ca.crl"))))));
    CertPathValidator.getInstance("PKIX").validate(path, parameters);
  }

  private void succeed(String... arguments) {
    assertThat(run(arguments)).as("%s: %s", Arrays.toString(arguments), err).isZero();
  }

  private void fail(String message, String... arguments) {
    err.getBuffer().setLength(0);
    assertThat(run(arguments)).isEqualTo(1);
    assertThat(err.toString()).contains(message);
  }

  private int run(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "ca";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return CommandLineTool.run(all, new PrintWriter(out, true), new PrintWriter(err, true));
  }
}
