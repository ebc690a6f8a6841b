package io.torrentinno.agent.announce;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    AnnounceResponse response = client.announce(tracker, Requests.request());

    assertThat(response).isEqualTo(ANSWER);
    assertThat(AnnounceReader.readRequest(received.get())).isEqualTo(Requests.request());
  }

  @Test
  void readsTheAnswerOfATrackerWithoutExtras() throws Exception {
    answer(200, ("{\"infoHash\":\"" + Requests.INFO_HASH + "\",\"peers\":[]}").getBytes(UTF_8));

    assertThat(client.announce(tracker, Requests.request()).interval()).isNull();
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
  void asksATrackerAFewThingsAtATimeHoweverManyWait() throws Exception {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      server.stop(0);
      server = HttpServer.create(server.getAddress(), 0);
      server.setExecutor(threads);
      server.start();
      serve(exchange -> {
        most.accumulateAndGet(now.incrementAndGet(), Math::max);
        respond(exchange, 200, AnnounceWriter.write(ANSWER));
        now.decrementAndGet();
      });
      List<Callable<AnnounceResponse>> calls =
          Collections.nCopies(200, () -> client.announce(tracker, Requests.request()));

      for (Future<AnnounceResponse> call : threads.invokeAll(calls)) {
        assertThat(call.get()).isEqualTo(ANSWER);
      }
    }

    assertThat(most.get()).isBetween(1, 8);
  }

  @Test
  void saysThatNobodyIsThere() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      tracker = URI.create("http://127.0.0.1:" + free.getLocalPort());
    }

    assertThat(failure().reason()).isEqualTo(Reason.UNREACHABLE);
  }

  private AnnounceFailure failure() {
    return catchThrowableOfType(
        AnnounceFailure.class, () -> client.announce(tracker, Requests.request()));
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
