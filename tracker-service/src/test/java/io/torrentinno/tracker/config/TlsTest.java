package io.torrentinno.tracker.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.torrentinno.tracker.TrackerService;
import io.torrentinno.tracker.http.connection.HttpConnection;
import io.torrentinno.tracker.testing.Certificates;
import io.torrentinno.tracker.testing.HttpProbe;
import io.torrentinno.tracker.testing.LogOf;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
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
  @TempDir private static Path folder;

  private static ConfigurableApplicationContext tracker;
  private static int port;
  private static HttpProbe https;

  @BeforeAll
  static void start() throws Exception {
    Path keys = folder.resolve("keys.p12");
    X509Certificate certificate = Certificates.store(keys, "tracker");
    tracker =
        SpringApplication.run(
            TrackerService.class,
            "--server.port=0",
            "--server.ssl.bundle=web",
            "--spring.ssl.bundle.jks.web.keystore.location=file:" + keys,
            "--spring.ssl.bundle.jks.web.keystore.password=" + Certificates.PASSWORD);
    port = tracker.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    https = new HttpProbe(port, Certificates.trusting(certificate));
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
}
