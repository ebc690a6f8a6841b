package io.torrentinno.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpsServer;
import io.torrentinno.agent.WholeProgram;
import io.torrentinno.agent.runtime.TorrentAgent;
import io.torrentinno.agent.testing.TestKeys;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.MagnetLink;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** Certificates that are renewed on disk while the agent runs. */
class CertificateRenewalTest {
  private static final Duration AT_MOST = Duration.ofSeconds(60);
  private static final InfoHash LINK = InfoHash.parse("ab".repeat(32));

  @TempDir private Path folder;
  private final AtomicInteger announces = new AtomicInteger();

  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void givesNewConnectionsTheRenewedCertificate(CapturedOutput output) throws Exception {
    TestKeys first = TestKeys.make(folder);
    first.writeTo(folder.resolve("web.p12"));
    try (ConfigurableApplicationContext agent =
            start(
                "--server.ssl.bundle=web",
                "--spring.ssl.bundle.jks.web.reload-on-update=true",
                "--spring.ssl.bundle.jks.web.key.alias=server",
                "--spring.ssl.bundle.jks.web.keystore.location=file:" + folder.resolve("web.p12"),
                "--spring.ssl.bundle.jks.web.keystore.password=" + TestKeys.PASSWORD);
        HttpClient kept = client(first)) {
      URI list =
          URI.create(
              "https://127.0.0.1:"
                  + agent.getEnvironment().getRequiredProperty("local.server.port")
                  + "/api/v1/resources");
      assertThat(status(kept, list)).isEqualTo(200);
      assertThat(output).contains("is up: https://");

      TestKeys second = TestKeys.make(folder);
      second.writeTo(folder.resolve("web.p12"));

      await()
          .atMost(AT_MOST)
          .ignoreExceptions()
          .untilAsserted(() -> {
            try (HttpClient fresh = client(second)) {
              assertThat(status(fresh, list)).isEqualTo(200);
            }
          });
    }
  }

  @Test
  void trustsTheRenewedCertificateOfATracker() throws Exception {
    TestKeys first = TestKeys.make(folder);
    first.writeTo(folder.resolve("trust.p12"));
    HttpsServer tracker = tracker(first, new InetSocketAddress(loopback(), 0));
    try (ConfigurableApplicationContext agent =
        start(
            "--torrentinno.agent.tracker=https://127.0.0.1:" + tracker.getAddress().getPort(),
            "--torrentinno.agent.tracker-ssl-bundle=tracker",
            "--spring.ssl.bundle.jks.tracker.reload-on-update=true",
            "--spring.ssl.bundle.jks.tracker.truststore.location=file:"
                + folder.resolve("trust.p12"),
            "--spring.ssl.bundle.jks.tracker.truststore.password=" + TestKeys.PASSWORD)) {
      TorrentAgent announcing = agent.getBean(TorrentAgent.class);
      announcing.add(new MagnetLink(LINK, List.of(), null));
      await().atMost(AT_MOST).until(() -> announces.get() > 0);

      TestKeys second = TestKeys.make(folder);
      tracker.stop(0);
      tracker = tracker(second, tracker.getAddress());
      await()
          .atMost(AT_MOST)
          .untilAsserted(
              () -> assertThat(announcing.status(LINK).error()).contains("no connection over TLS"));
      int before = announces.get();
      second.writeTo(folder.resolve("trust.p12"));

      await().atMost(AT_MOST).until(() -> announces.get() > before);
    } finally {
      tracker.stop(0);
    }
  }

  private static InetAddress loopback() {
    return InetAddress.getLoopbackAddress();
  }

  private HttpsServer tracker(TestKeys keys, InetSocketAddress address)
      throws IOException, GeneralSecurityException {
    HttpsServer tracker = keys.server(address);
    tracker.createContext(
        "/",
        exchange -> {
          announces.incrementAndGet();
          exchange.sendResponseHeaders(503, -1);
          exchange.close();
        });
    tracker.start();
    return tracker;
  }

  private ConfigurableApplicationContext start(String... arguments) {
    Stream<String> all =
        Stream.concat(
            Stream.of("--spring.ssl.bundle.watch.file.quiet-period=50ms"), Stream.of(arguments));
    return WholeProgram.start(folder.resolve("data"), all.toArray(String[]::new));
  }

  private static HttpClient client(TestKeys trusted) throws GeneralSecurityException {
    return HttpClient.newBuilder().sslContext(trusted.context()).build();
  }

  private static int status(HttpClient client, URI uri) throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding()).statusCode();
  }
}
