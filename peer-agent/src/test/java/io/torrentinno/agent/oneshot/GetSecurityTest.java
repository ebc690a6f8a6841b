package io.torrentinno.agent.oneshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.torrentinno.agent.cli.CommandLineTool;
import io.torrentinno.agent.limits.RateLimits;
import io.torrentinno.agent.net.tls.CertificateFolder;
import io.torrentinno.agent.net.tls.EncryptionMode;
import io.torrentinno.agent.net.tls.OwnCertificate;
import io.torrentinno.agent.net.tls.PeerTls;
import io.torrentinno.agent.net.tls.TestAuthority;
import io.torrentinno.agent.net.tls.TlsEngine;
import io.torrentinno.agent.resource.view.ResourceStatus;
import io.torrentinno.agent.resource.view.ShareRequest;
import io.torrentinno.agent.runtime.TorrentAgent;
import io.torrentinno.agent.testing.TestSigners;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.util.io.pem.PemObject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code torrentinno get} encrypts, and which signatures it demands. */
class GetSecurityTest extends GetRuns {
  private final byte[] content = new byte[300_000];
  private PeerTls tls = PeerTls.off();
  private @Nullable TorrentAgent seeder;
  private @Nullable ResourceStatus shared;

  @BeforeEach
  void makeContent() {
    new Random(1).nextBytes(content);
  }

  @AfterEach
  void stop() {
    if (seeder != null) {
      seeder.close();
    }
    tls.close();
  }

  @Test
  void fetchesFromAgentsThatRequireACertificateOfTheAuthority() throws Exception {
    issue("node-1", "node-2");
    tls = members("node-1");
    share();

    assertThat(getShared("--tls", node("node-2").toString())).isZero();

    assertThat(folder.resolve("target/film.mkv")).hasBinaryContent(content);
    assertThat(tls.passed()).isPositive();
  }

  @ParameterizedTest
  @EnumSource(
      value = EncryptionMode.class,
      names = {"PREFERRED", "REQUIRED"})
  void encryptsWithoutCertificates(EncryptionMode mode) throws Exception {
    tls = PeerTls.of(EncryptionMode.REQUIRED, TlsEngine.AUTO, OwnCertificate.make());
    share();

    assertThat(getShared("--encryption", mode.name().toLowerCase(Locale.ROOT))).isZero();

    assertThat(folder.resolve("target/film.mkv")).hasBinaryContent(content);
    assertThat(tls.passed()).isPositive();
  }

  @Test
  void saysThatAgentsMayRequireEncryption() throws Exception {
    tls = PeerTls.of(EncryptionMode.REQUIRED, TlsEngine.AUTO, OwnCertificate.make());
    share();

    expectHint(
        GetSecurity.open(EncryptionMode.OFF, null, null),
        "the agents may require encryption: add --encryption required, or --tls DIR");
  }

  @Test
  void saysThatAgentsMayRequireACertificate() throws Exception {
    issue("node-1");
    tls = members("node-1");
    share();

    expectHint(
        GetSecurity.open(EncryptionMode.REQUIRED, null, null),
        "the agents may require a certificate: add --tls DIR");
  }

  @Test
  void saysThatAgentsHaveCertificatesOfAnotherAuthority() throws Exception {
    issue("node-1");
    tls = members("node-1");
    share();
    Path other = folder.resolve("other");
    ca("init", other.toString());
    ca("issue", "node-1", other.toString());

    expectHint(
        GetSecurity.open(EncryptionMode.REQUIRED, other.resolve("nodes/node-1"), null),
        "the agents have certificates of another authority than ca.crt of --tls");
  }

  private void expectHint(GetSecurity security, String hint) {
    CountDownLatch asked = new CountDownLatch(1);
    try (security) {
      CompletableFuture<Path> run = begin(security, asked);
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(err.toString()).contains(hint));
      asked.countDown();
      assertThat(run).failsWithin(Duration.ofSeconds(30));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--encryption=off", "--encryption=preferred", "--encryption=sometimes"})
  void refusesModesThatWouldLetOthersIn(String mode) throws Exception {
    share();

    assertThat(getShared("--tls", folder.toString(), mode)).isEqualTo(2);

    assertThat(err.toString()).contains("--encryption");
  }

  @Test
  void saysWhichFileOfACertificateIsMissing() throws Exception {
    share();

    assertThat(getShared("--tls", folder.toString())).isEqualTo(1);

    assertThat(err.toString()).contains("tls.key: there is no such file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tls.key", "tls.crt", "ca.crt", "ca.crl"})
  void saysWhichFileHasSomethingElse(String file) throws Exception {
    share();
    issue("node-1");
    Files.writeString(node("node-1").resolve(file), "");

    assertThat(getShared("--tls", node("node-1").toString())).isEqualTo(1);

    assertThat(err.toString()).contains(file + " has no ");
  }

  @Test
  void refusesItsOwnCertificateWhenItHasEnded() throws Exception {
    share();
    TestAuthority authority = new TestAuthority("swarm");
    TestAuthority.Issued old = authority.issue("old", Instant.now().minusSeconds(60));
    pem("tls.key", new PemObject("PRIVATE KEY", old.key().getEncoded()));
    pem("tls.crt", old.certificate());
    pem("ca.crt", authority.certificate());

    assertThat(getShared("--tls", folder.toString())).isEqualTo(1);

    assertThat(err.toString()).contains("can't be used: NotAfter");
  }

  @Test
  void fetchesWhatAnAllowedSignerHasSigned() throws Exception {
    share();
    sign("ed25519");

    assertThat(getShared("--allowed-signers", signers().toString())).isZero();

    assertThat(folder.resolve("target/film.mkv")).hasBinaryContent(content);
  }

  @Test
  void refusesAManifestThatNobodyHasSigned() throws Exception {
    share();
    Path manifest = folder.resolve("film.json");
    try (var text = Files.newOutputStream(manifest)) {
      seeder().exportManifest(seeder().manifest(shared().infoHash()), text);
    }

    assertThat(get(manifest.toString(), "--allowed-signers", signers().toString())).isEqualTo(1);

    assertThat(err.toString())
        .contains(
            "it is not signed; --allowed-signers accepts only manifests that a"
                + " signer in the list has signed");
    assertThat(folder.resolve("target")).isEmptyDirectory();
  }

  @Test
  void endsALinkForWhichNoPeerHasASignature() throws Exception {
    share();
    sign("rsa");
    GetSecurity impatient = security(Duration.ZERO);

    CompletableFuture<Path> run = begin(impatient, new CountDownLatch(1));

    assertThat(run)
        .failsWithin(Duration.ofSeconds(30))
        .withThrowableThat()
        .withMessageContaining("no peer has a signature of an allowed signer");
    assertThat(seeder().counters().uploadedBytes()).isZero();
  }

  @Test
  void waitsAWhileForASignature() throws Exception {
    share();
    CountDownLatch asked = new CountDownLatch(1);
    CompletableFuture<Path> run = begin(security(Duration.ofHours(1)), asked);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> err.toString().contains("no peer has a signature"));

    sign("ed25519");

    assertThat(run).succeedsWithin(Duration.ofSeconds(60));
  }

  @Test
  void doesNotGoOnWithWhatAnEarlierRunHasBegunUnsigned() throws Exception {
    share();
    seeder().setLimits(new RateLimits(1000, 0));
    CountDownLatch asked = new CountDownLatch(1);
    CompletableFuture<Path> first = begin(GetSecurity.open(EncryptionMode.OFF, null, null), asked);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> Files.exists(folder.resolve("target/.torrentinno-film.mkv")));
    asked.countDown();
    assertThat(first).failsWithin(Duration.ofSeconds(30));

    assertThat(getShared("--allowed-signers", signers().toString())).isEqualTo(1);

    assertThat(err.toString()).contains("film.mkv: it is not signed; --allowed-signers");
  }

  @Test
  void saysWhatIsWrongWithTheListOfSigners() throws Exception {
    share();

    assertThat(getShared("--allowed-signers", folder.resolve("none").toString())).isEqualTo(1);

    assertThat(err.toString()).contains("there is no file " + folder.resolve("none"));
  }

  private int getShared(String... more) {
    return get(shared().magnet().toString(), more);
  }

  private CompletableFuture<Path> begin(GetSecurity security, CountDownLatch asked) {
    return begin(shared().magnet().toString(), Duration.ZERO, security, asked);
  }

  private GetSecurity security(Duration patience) throws IOException {
    GetSecurity usual = GetSecurity.open(EncryptionMode.OFF, null, signers());
    return new GetSecurity(usual.tls(), usual.signatures(), patience);
  }

  private Path signers() throws IOException {
    return Files.writeString(folder.resolve("signers"), TestSigners.line("ed25519"));
  }

  private void sign(String key) throws IOException {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    seeder().exportSigned(shared().infoHash(), message);
    seeder()
        .setSignatures(shared().infoHash(), List.of(TestSigners.sign(key, message.toByteArray())));
  }

  private void share() throws Exception {
    seeder = agent("seeder", tls);
    Path file = Files.write(folder.resolve("seeder/film.mkv"), content);
    shared = seeder().share(new ShareRequest(file, null, "", 65536)).resource();
  }

  private void issue(String... names) {
    ca("init", folder.resolve("ca").toString());
    for (String name : names) {
      ca("issue", name, folder.resolve("ca").toString());
    }
  }

  private void ca(String... args) {
    String[] all = Stream.concat(Stream.of("ca"), Stream.of(args)).toArray(String[]::new);
    PrintWriter none = new PrintWriter(Writer.nullWriter());
    assertThat(CommandLineTool.run(all, none, new PrintWriter(err, true))).isZero();
  }

  private Path node(String name) {
    return folder.resolve("ca/nodes").resolve(name);
  }

  private PeerTls members(String name) throws Exception {
    return PeerTls.of(EncryptionMode.REQUIRED, TlsEngine.AUTO, CertificateFolder.read(node(name)));
  }

  private void pem(String file, Object content) throws IOException {
    try (JcaPEMWriter writer = new JcaPEMWriter(Files.newBufferedWriter(folder.resolve(file)))) {
      writer.writeObject(content);
    }
  }

  private TorrentAgent seeder() {
    return Objects.requireNonNull(seeder);
  }

  private ResourceStatus shared() {
    return Objects.requireNonNull(shared);
  }
}
