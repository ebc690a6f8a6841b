package io.torrentinno.agent.announce;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.torrentinno.agent.announce.AnnounceFailure.Reason;
import io.torrentinno.protocol.announce.AnnounceReader;
import io.torrentinno.protocol.announce.AnnounceResponse;
import io.torrentinno.protocol.announce.AnnounceWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrackerClientTest {
  private static final AnnounceResponse ANSWER = Requests.response(Duration.ofSeconds(15));

  private final TrackerClient client = new TrackerClient();
  private final AtomicReference<byte[]> received = new AtomicReference<>(new byte[0]);
  private HttpServer server;
  private URI tracker;

  @BeforeEach
  void startTracker() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
    tracker = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop(0);
  }

  @Test
  void postsTheRequestAndReadsTheAnswer() throws Exception {
    answer(200, AnnounceWriter.write(ANSWER));

    AnnounceResponse response = client.announce(tracker, Requests.request()).get();

    assertThat(response).isEqualTo(ANSWER);
    assertThat(AnnounceReader.readRequest(received.get())).isEqualTo(Requests.request());
  }

  @Test
  void readsTheAnswerOfATrackerWithoutExtras() throws Exception {
    answer(200, ("{\"infoHash\":\"" + Requests.INFO_HASH + "\",\"peers\":[]}").getBytes(UTF_8));

    assertThat(client.announce(tracker, Requests.request()).get().interval()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"400, REFUSED", "404, REFUSED", "500, UNAVAILABLE", "302, MALFORMED"})
  void namesTheFailureAfterTheStatus(int status, Reason reason) {
    answer(status, new byte[0]);

    assertThat(failure().reason()).isEqualTo(reason);
  }

  @Test
  void passesOnWhatTheTrackerSaysOfTheFault() {
    answer(400, "{\"detail\":\"publicPort is missing\"}".getBytes(UTF_8));

    assertThat(failure()).hasMessage("the tracker answers 400: publicPort is missing");
  }

  @Test
  void passesOnHowLongToStayAway() {
    serve(exchange -> {
      exchange.getResponseHeaders().add("Retry-After", "7");
      respond(exchange, 503, new byte[0]);
    });

    assertThat(failure().retryAfter()).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void refusesWhatIsNoAnswer() {
    answer(200, "<html>".getBytes(UTF_8));

    assertThat(failure().reason()).isEqualTo(Reason.MALFORMED);
  }

  @Test
  void refusesTheAnswerForAnotherResource() {
    answer(200, ("{\"infoHash\":\"" + "0".repeat(64) + "\",\"peers\":[]}").getBytes(UTF_8));

    assertThat(failure().reason()).isEqualTo(Reason.MALFORMED);
  }

  @Test
  void refusesAnAnswerThatDoesNotEnd() {
    serve(exchange -> {
      exchange.sendResponseHeaders(200, 0);
      try (OutputStream out = exchange.getResponseBody()) {
        byte[] block = " ".repeat(64 * 1024).getBytes(UTF_8);
        for (int i = 0; i < 80; i++) {
          out.write(block);
        }
      }
    });

    assertThat(failure().reason()).isEqualTo(Reason.MALFORMED);
  }

  @Test
  void needsFewConnectionsHoweverManyAnnouncesWait() throws Exception {
    Set<InetSocketAddress> callers = ConcurrentHashMap.newKeySet();
    serve(exchange -> {
      callers.add(exchange.getRemoteAddress());
      respond(exchange, 200, AnnounceWriter.write(ANSWER));
    });

    List<CompletableFuture<AnnounceResponse>> calls =
        Stream.generate(() -> client.announce(tracker, Requests.request())).limit(1000).toList();

    for (CompletableFuture<AnnounceResponse> call : calls) {
      assertThat(call.get()).isEqualTo(ANSWER);
    }
    assertThat(callers).hasSizeBetween(1, TrackerConnectionPool.MOST_CONNECTIONS);
  }

  @Test
  void keepsNothingOfATrackerThatNobodyAsksAnyMore() throws Exception {
    answer(200, AnnounceWriter.write(ANSWER));

    try (TrackerClient brief =
        new TrackerClient(Duration.ofMillis(1), PipelinedConnection.Timeouts.USUAL)) {
      brief.announce(tracker, Requests.request()).get();

      await().untilAsserted(() -> assertThat(brief.lines()).isZero());
    }
  }

  @Test
  void keepsNothingOfATrackerThatWasNeverThere() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      tracker = URI.create("http://127.0.0.1:" + free.getLocalPort());
    }

    try (TrackerClient brief =
        new TrackerClient(Duration.ofMillis(1), PipelinedConnection.Timeouts.USUAL)) {
      assertThat(brief.announce(tracker, Requests.request())).failsWithin(Duration.ofSeconds(20));

      await().untilAsserted(() -> assertThat(brief.lines()).isZero());
    }
  }

  @Test
  void answersAllWhoCallWhileTheLineIsBeingDropped() throws Exception {
    answer(200, AnnounceWriter.write(ANSWER));

    try (TrackerClient brief =
        new TrackerClient(Duration.ZERO, PipelinedConnection.Timeouts.USUAL)) {
      for (int i = 0; i < 200; i++) {
        CompletableFuture<AnnounceResponse> first = brief.announce(tracker, Requests.request());
        CompletableFuture<AnnounceResponse> second =
            first.thenCompose(_ -> brief.announce(tracker, Requests.request()));
        assertThat(second.get(20, TimeUnit.SECONDS)).isEqualTo(ANSWER);
      }

      await().untilAsserted(() -> assertThat(brief.lines()).isZero());
    }
  }

  @Test
  void asksAgainWhatATrackerLeftUnansweredWhenItClosedTheConnection() throws Exception {
    try (ServerSocket hasty = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
      tracker = URI.create("http://127.0.0.1:" + hasty.getLocalPort());
      Thread.startVirtualThread(() -> answerOneOnEachConnection(hasty));

      List<CompletableFuture<AnnounceResponse>> calls =
          Stream.generate(() -> client.announce(tracker, Requests.request())).limit(5).toList();

      assertThat(calls)
          .allSatisfy(call -> assertThat(call.get(20, TimeUnit.SECONDS)).isEqualTo(ANSWER));
    }
  }

  /** As behind a path that forgets connections, and lets new ones pass. */
  @Test
  void asksOverANewConnectionWhenAKeptOneSwallowsWhatIsAsked() throws Exception {
    Duration hour = Duration.ofHours(1);
    try (ServerSocket path = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        TrackerClient kept =
            new TrackerClient(
                hour, new PipelinedConnection.Timeouts(hour, hour, Duration.ofMillis(200)))) {
      tracker = URI.create("http://127.0.0.1:" + path.getLocalPort());
      Thread.startVirtualThread(() -> swallowWhatFollowsTheFirst(path));

      for (int i = 0; i < 5; i++) {
        assertThat(kept.announce(tracker, Requests.request()).get(30, TimeUnit.SECONDS))
            .isEqualTo(ANSWER);
      }
    }
  }

  @Test
  void isToldInTimeThatANewConnectionSwallowsWhatIsAsked() throws Exception {
    Duration brief = Duration.ofMillis(200);
    try (ServerSocket path = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        TrackerClient brisk =
            new TrackerClient(brief, new PipelinedConnection.Timeouts(brief, brief, brief))) {
      tracker = URI.create("http://127.0.0.1:" + path.getLocalPort());

      CompletableFuture<AnnounceResponse> call = brisk.announce(tracker, Requests.request());

      assertThat(call).failsWithin(Duration.ofSeconds(30));
      assertThat(call.exceptionNow()).hasMessage("the tracker does not answer: it took too long");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"no_such_host.invalid", "no.such.host.invalid"})
  void saysThatThereIsNoSuchHost(String host) {
    tracker = URI.create("http://" + host + ":8080");

    assertThat(failure()).hasMessage("the tracker does not answer: there is no host of this name");
    assertThat(failure().reason()).isEqualTo(Reason.UNREACHABLE);
  }

  private static void swallowWhatFollowsTheFirst(ServerSocket path) {
    List<Socket> callers = new ArrayList<>();
    try {
      while (!path.isClosed()) {
        Socket caller = path.accept();
        callers.add(caller);
        answerOne(caller);
      }
    } catch (IOException e) {
      assertThat(path.isClosed()).isTrue();
    } finally {
      callers.forEach(caller -> assertThatCode(caller::close).doesNotThrowAnyException());
    }
  }

  private static void answerOne(Socket caller) throws IOException {
    byte[] body = AnnounceWriter.write(ANSWER);
    String head = "HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\n\r\n";
    caller.getInputStream().read(new byte[1 << 16]);
    caller.getOutputStream().write(head.getBytes(UTF_8));
    caller.getOutputStream().write(body);
  }

  private static void answerOneOnEachConnection(ServerSocket server) {
    while (!server.isClosed()) {
      try (Socket caller = server.accept()) {
        answerOne(caller);
      } catch (IOException e) {
        assertThat(server.isClosed()).isTrue();
      }
    }
  }

  @Test
  void asksTheProxyThatTheJvmIsToldOf() throws Exception {
    AtomicReference<URI> asked = new AtomicReference<>();
    serve(exchange -> {
      asked.set(exchange.getRequestURI());
      respond(exchange, 200, AnnounceWriter.write(ANSWER));
    });
    tracker = URI.create("http://tracker.invalid:8080");
    ProxySelector usual = ProxySelector.getDefault();

    try {
      ProxySelector.setDefault(ProxySelector.of(server.getAddress()));
      assertThat(client.announce(tracker, Requests.request()).get()).isEqualTo(ANSWER);
    } finally {
      ProxySelector.setDefault(usual);
    }

    assertThat(asked.get()).isEqualTo(tracker.resolve("/peers"));
  }

  @Test
  void saysThatNobodyIsThere() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      tracker = URI.create("http://127.0.0.1:" + free.getLocalPort());
    }

    assertThat(failure().reason()).isEqualTo(Reason.UNREACHABLE);
  }

  private AnnounceFailure failure() {
    CompletableFuture<AnnounceResponse> call = client.announce(tracker, Requests.request());
    assertThat(call).failsWithin(Duration.ofSeconds(20));
    return (AnnounceFailure) call.exceptionNow();
  }

  private void answer(int status, byte[] body) {
    serve(exchange -> {
      received.set(exchange.getRequestBody().readAllBytes());
      respond(exchange, status, body);
    });
  }

  private interface Handler {
    void handle(HttpExchange exchange) throws IOException;
  }

  private void serve(Handler handler) {
    server.createContext("/peers", handler::handle);
  }

  private static void respond(HttpExchange exchange, int status, byte[] body) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
