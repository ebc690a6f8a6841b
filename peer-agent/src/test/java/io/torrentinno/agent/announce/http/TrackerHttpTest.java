package io.torrentinno.agent.announce.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.torrentinno.agent.announce.http.HttpFailure.Reason;
import io.torrentinno.agent.testing.ScriptedServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent to trackers, over which connections, and how answers are read. */
class TrackerHttpTest extends TrackerHttpScene {
  @Test
  void sendsAnyMethod() throws Exception {
    AtomicReference<String> received = new AtomicReference<>("");
    try (ScriptedServer server =
        new ScriptedServer((connection, _) -> {
          received.set(ScriptedServer.read(connection));
          connection
              .getOutputStream()
              .write((OK + "Content-Length: 2\r\n\r\nok").getBytes(ISO_8859_1));
        })) {
      assertThat(body(http.send(server.uri(), new HttpRequest("GET", "/api?q=1", null))))
          .isEqualTo("ok");

      assertThat(received.get())
          .startsWith("GET /api?q=1 HTTP/1.1\r\n")
          .contains("host: 127.0.0.1:" + server.uri().getPort())
          .doesNotContainIgnoringCase("content-");
    }
  }

  @Test
  void sendsATokenToItsServerAlone() throws Exception {
    List<String> received = new CopyOnWriteArrayList<>();
    ScriptedServer.Script script =
        (connection, _) -> {
          received.add(ScriptedServer.read(connection));
          connection
              .getOutputStream()
              .write((OK + "Content-Length: 2\r\n\r\nok").getBytes(ISO_8859_1));
        };
    try (ScriptedServer named = new ScriptedServer(script);
        ScriptedServer other = new ScriptedServer(script)) {
      http.send(new ServerToken(named.uri(), () -> "ti_secret"));

      body(http.send(other.uri(), REQUEST));
      body(http.send(named.uri(), REQUEST));

      assertThat(received.getFirst()).doesNotContain("ti_secret");
      assertThat(received.getLast()).contains("authorization: Bearer ti_secret\r\n");
      assertThat(REQUEST.with("ti_secret").toString()).doesNotContain("ti_secret");
      URI tls = URI.create(named.uri().toString().replace("http:", "https:"));
      assertThat(new ServerToken(tls, () -> "x").forRequestsTo(Origin.of(named.uri()))).isNull();
    }
  }

  @Test
  void readsAnswersThatFollowEachOther() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.sending(
            OK
                + "Content-Length: 3\r\n\r\none"
                + "HTTP/1.1 404 \r\ncontent-length:5\r\n\r\nthree")) {
      CompletableFuture<HttpResponse> first = http.send(server.uri(), REQUEST);
      CompletableFuture<HttpResponse> second = http.send(server.uri(), REQUEST);

      assertThat(body(first)).isEqualTo("one");
      assertThat(body(second)).isEqualTo("three");
      assertThat(second.get().status()).isEqualTo(404);
    }
  }

  @Test
  void putsChunksTogether() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.sending(
            OK
                + "Transfer-Encoding: chunked\r\n\r\n3;why=not\r\none\r\nA\r\n0123456789\r\n"
                + "0\r\nTrailer: 1\r\n\r\n")) {
      assertThat(body(http.send(server.uri(), REQUEST))).isEqualTo("one0123456789");
    }
  }

  @Test
  void passesOverWhatOnlyAnnouncesAnAnswer() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.sending(
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 503 no\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n")) {
      HttpResponse answer = http.send(server.uri(), REQUEST).get(20, TimeUnit.SECONDS);

      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.retryAfter()).isEqualTo("7");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\n\r\n{}",
      })
  void sendsNothingMoreOnAConnectionThatEndsWithAnAnswer(String text) throws Exception {
    try (ScriptedServer server = ScriptedServer.sending(text)) {
      List<CompletableFuture<HttpResponse>> calls =
          Stream.generate(() -> http.send(server.uri(), REQUEST)).limit(3).toList();

      for (CompletableFuture<HttpResponse> call : calls) {
        assertThat(body(call)).isEqualTo("{}");
      }
      assertThat(server.connections()).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_9.2\r\n\r\n",
        "HTTP/1.1 twenty OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 4194305\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n400001\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n12",
        "HTTP/1.1 200 O",
      })
  void namesABadAnswerAndClosesTheConnection(String text) throws Exception {
    try (ScriptedServer server =
        new ScriptedServer((connection, number) -> {
          ScriptedServer.read(connection);
          String answer = number == 1 ? text : OK + "Content-Length: 2\r\n\r\nok";
          connection.getOutputStream().write(answer.getBytes(ISO_8859_1));
          connection.shutdownOutput();
          connection.getInputStream().readAllBytes();
        })) {
      CompletableFuture<HttpResponse> bad = http.send(server.uri(), REQUEST);
      CompletableFuture<HttpResponse> behind = http.send(server.uri(), REQUEST);

      assertThat(failure(bad).reason()).isEqualTo(Reason.MALFORMED);
      assertThat(body(behind)).isEqualTo("ok");
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @Test
  void refusesAHeadThatDoesNotEnd() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.sending(OK + "y: z\r\n".repeat(Connector.MOST_HEAD_BYTES / 3))) {
      HttpFailure failure = failure(http.send(server.uri(), REQUEST));

      assertThat(failure.reason()).isEqualTo(Reason.MALFORMED);
      assertThat(failure).hasMessage("the answer is not complete: it is too long");
    }
  }

  @Test
  void refusesABodyThatDoesNotEnd() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.sending(OK + "\r\n" + " ".repeat(Connector.MOST_BODY_BYTES + 1))) {
      HttpFailure failure = failure(http.send(server.uri(), REQUEST));

      assertThat(failure.reason()).isEqualTo(Reason.MALFORMED);
      assertThat(failure).hasMessage("the answer is not complete: it is too long");
    }
  }

  @Test
  void needsFewConnectionsHoweverManyRequestsWait() throws Exception {
    Set<InetSocketAddress> callers = ConcurrentHashMap.newKeySet();
    HttpServer server = server(callers::add);
    try {
      List<CompletableFuture<HttpResponse>> calls =
          Stream.generate(() -> http.send(uri(server), REQUEST)).limit(1000).toList();

      for (CompletableFuture<HttpResponse> call : calls) {
        assertThat(body(call)).isEqualTo("ok");
      }
      assertThat(callers).hasSizeBetween(1, TrackerConnectionPool.MOST_CONNECTIONS);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void keepsNothingOfATrackerThatNobodyAsksAnyMore() throws Exception {
    restart(new Timeouts(HOUR, HOUR, HOUR, Duration.ofMillis(1)));
    try (ScriptedServer server = ScriptedServer.sending(OK + "Content-Length: 2\r\n\r\nok")) {
      assertThat(body(http.send(server.uri(), REQUEST))).isEqualTo("ok");

      await().untilAsserted(() -> assertThat(http.pools()).isZero());
    }
  }

  @Test
  void doesNotSendWhatWasCancelled() throws Exception {
    try (ScriptedServer server = ScriptedServer.sending(OK + "Content-Length: 2\r\n\r\nok")) {
      CompletableFuture<HttpResponse> first = http.send(server.uri(), REQUEST);
      CompletableFuture<HttpResponse> second = http.send(server.uri(), REQUEST);
      second.cancel(false);

      assertThat(body(first)).isEqualTo("ok");
      assertThat(second).isCancelled();
    }
  }

  @Test
  void endsWhatIsUnderWayWhenItIsClosed() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer((connection, _) -> connection.getInputStream().readAllBytes())) {
      CompletableFuture<HttpResponse> call = http.send(server.uri(), REQUEST);
      await().until(() -> server.connections() == 1);

      http.close();

      assertThat(failure(call).reason()).isEqualTo(Reason.UNREACHABLE);
      assertThat(failure(http.send(server.uri(), REQUEST))).hasMessage("the agent is closing");
    }
  }

  @Test
  void asksTheProxyThatTheJvmIsToldOf() throws Exception {
    AtomicReference<String> asked = new AtomicReference<>("");
    ProxySelector usual = ProxySelector.getDefault();
    try (ScriptedServer proxy =
        new ScriptedServer((connection, _) -> {
          asked.set(ScriptedServer.read(connection));
          connection
              .getOutputStream()
              .write((OK + "Content-Length: 2\r\n\r\nok").getBytes(ISO_8859_1));
        })) {
      ProxySelector.setDefault(
          ProxySelector.of(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.uri().getPort())));

      assertThat(body(http.send(URI.create("http://tracker.invalid:8080"), REQUEST)))
          .isEqualTo("ok");
      assertThat(asked.get()).startsWith("POST http://tracker.invalid:8080/peers HTTP/1.1\r\n");

      failure(http.send(URI.create("https://tracker.invalid:8443"), REQUEST));
      assertThat(asked.get()).startsWith("CONNECT tracker.invalid:8443 HTTP/1.1\r\n");
    } finally {
      ProxySelector.setDefault(usual);
    }
  }

  private interface Callers {
    boolean add(InetSocketAddress caller);
  }

  private static HttpServer server(Callers callers) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> answer(exchange, callers));
    server.start();
    return server;
  }

  private static void answer(HttpExchange exchange, Callers callers) throws IOException {
    try (exchange) {
      callers.add(exchange.getRemoteAddress());
      exchange.getRequestBody().readAllBytes();
      exchange.sendResponseHeaders(200, 2);
      exchange.getResponseBody().write("ok".getBytes(ISO_8859_1));
    }
  }

  private static URI uri(HttpServer server) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }
}
