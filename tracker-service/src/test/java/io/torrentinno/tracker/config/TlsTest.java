package io.torrentinno.tracker.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.torrentinno.tracker.TrackerService;
import io.torrentinno.tracker.http.connection.HttpConnection;
import io.torrentinno.tracker.testing.HttpProbe;
import io.torrentinno.tracker.testing.LogOf;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** A tracker with a certificate, and a client that trusts it. */
class TlsTest {
  private static final String PASSWORD = "not a secret";

  @TempDir private static Path folder;

  private static ConfigurableApplicationContext tracker;
  private static int port;
  private static HttpProbe https;

  @BeforeAll
  static void start() throws Exception {
    File keys = folder.resolve("keys.p12").toFile();
    makeKeys(keys);
    tracker =
        SpringApplication.run(
            TrackerService.class,
            "--server.port=0",
            "--server.ssl.bundle=web",
            "--spring.ssl.bundle.jks.web.keystore.location=file:" + keys,
            "--spring.ssl.bundle.jks.web.keystore.password=" + PASSWORD);
    port = tracker.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    https = new HttpProbe(port, trusting(keys));
  }

  @AfterAll
  static void stop() {
    https.close();
    tracker.close();
  }

  @Test
  void answersAnnounces() {
    String query = "?info_hash=aaaaaaaaaaaaaaaaaaaa&peer_id=bbbbbbbbbbbbbbbbbbbb&port=1";

    assertThat(https.get("/announce" + query).body()).startsWith("d8:completei0e");
    assertThat(https.postJson("/peers", "nonsense").statusCode()).isEqualTo(400);
  }

  @Test
  void passesOnOtherRequestsUnchanged() {
    assertThat(https.get("/actuator/health/readiness").body()).contains("UP");

    assertThat(postTo("/api/v1/swarms", 60_000)).isEqualTo(405);
    assertThat(postTo("/api/v1/swarms", 100_000)).isEqualTo(413);
  }

  private static int postTo(String path, int bytes) {
    return https
        .send(https.request(path).POST(BodyPublishers.ofByteArray(new byte[bytes])))
        .statusCode();
  }

  @Test
  void closesConnectionsWithoutTls() {
    try (HttpProbe http = new HttpProbe(port)) {
      assertThatThrownBy(() -> http.get("/actuator/health"))
          .isInstanceOf(UncheckedIOException.class);
    }
  }

  /** A stranger must not be able to fill the log. */
  @ParameterizedTest
  @ValueSource(strings = {"474554202f20485454502f312e310d0a0d0a", "160301000501000001ff"})
  void logsNoErrorWhenACallerDoesNotSpeakTls(String bytes) throws Exception {
    try (LogOf log = new LogOf(HttpConnection.class);
        Socket caller = new Socket(InetAddress.getLoopbackAddress(), port)) {
      caller.getOutputStream().write(HexFormat.of().parseHex(bytes));

      await().until(() -> !log.lines().isEmpty());
      assertThat(log.lines())
          .allMatch(line -> line.startsWith("DEBUG A caller has broken a connection"));
    }
  }

  private static void makeKeys(File file) throws IOException, InterruptedException {
    List<String> keytool =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-keyalg",
            "EC",
            "-dname",
            "CN=tracker",
            "-ext",
            "san=ip:127.0.0.1",
            "-storetype",
            "PKCS12",
            "-keystore",
            file.toString(),
            "-storepass",
            PASSWORD);
    assertThat(new ProcessBuilder(keytool).inheritIO().start().waitFor()).isZero();
  }

  private static SSLContext trusting(File keys) throws GeneralSecurityException, IOException {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(KeyStore.getInstance(keys, PASSWORD.toCharArray()));
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
