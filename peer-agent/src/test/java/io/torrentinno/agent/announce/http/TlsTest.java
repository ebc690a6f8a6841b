package io.torrentinno.agent.announce.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsServer;
import io.torrentinno.agent.announce.http.HttpFailure.Reason;
import io.torrentinno.agent.outgoing.Outgoing;
import io.torrentinno.agent.testing.TestKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trackers over {@code https}. */
class TlsTest {
  private static final HttpRequest REQUEST = new HttpRequest("GET", "/", null);

  @TempDir Path folder;
  private TestKeys keys;
  private HttpsServer server;

  @BeforeEach
  void startServer() throws IOException, GeneralSecurityException, InterruptedException {
    keys = TestKeys.make(folder);
    server = keys.server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("ok".getBytes(ISO_8859_1));
          }
        });
    server.start();
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
  }

  @Test
  void readsAnswersOfAServerThatItIsToldToTrust() throws Exception {
    TrustManagerFactory trust = keys.trust();
    try (TrackerHttp http = new TrackerHttp(Timeouts.USUAL, () -> trust, Outgoing.loopback())) {
      for (int i = 0; i < 3; i++) {
        HttpResponse answer = http.send(uri("127.0.0.1"), REQUEST).get(20, TimeUnit.SECONDS);
        assertThat(new String(answer.body().toArray(), ISO_8859_1)).isEqualTo("ok");
      }
    }
  }

  @Test
  void refusesAServerThatTheJvmDoesNotTrust() {
    assertThat(failure("127.0.0.1", null)).message().contains("no connection over TLS");
  }

  @Test
  void refusesACertificateOfAnotherName() throws GeneralSecurityException {
    TrustManagerFactory trust = keys.trust();

    assertThat(failure("localhost", trust)).message().contains("no connection over TLS");
  }

  @Test
  void failsWhileTheCertificatesThatItTrustsCannotBeRead() {
    Supplier<@Nullable TrustManagerFactory> renewed =
        () -> {
          throw new IllegalStateException("the file is not complete");
        };

    assertThat(failureWith("127.0.0.1", renewed)).message().contains("the file is not complete");
  }

  private HttpFailure failure(String host, @Nullable TrustManagerFactory trust) {
    return failureWith(host, () -> trust);
  }

  private HttpFailure failureWith(String host, Supplier<@Nullable TrustManagerFactory> trust) {
    try (TrackerHttp http = new TrackerHttp(Timeouts.USUAL, trust, Outgoing.loopback())) {
      CompletableFuture<HttpResponse> call = http.send(uri(host), REQUEST);
      assertThat(call).failsWithin(Duration.ofSeconds(20));
      HttpFailure failure = (HttpFailure) call.exceptionNow();
      assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
      return failure;
    }
  }

  private URI uri(String host) {
    return URI.create("https://" + host + ":" + server.getAddress().getPort());
  }
}
