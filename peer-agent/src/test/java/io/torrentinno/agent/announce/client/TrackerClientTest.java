package io.torrentinno.agent.announce.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.torrentinno.agent.announce.AnnounceFailure;
import io.torrentinno.agent.announce.AnnounceFailure.Reason;
import io.torrentinno.agent.announce.Requests;
import io.torrentinno.agent.announce.http.Timeouts;
import io.torrentinno.agent.announce.http.TrackerHttp;
import io.torrentinno.agent.outgoing.Outgoing;
import io.torrentinno.protocol.announce.AnnounceEvent;
import io.torrentinno.protocol.announce.AnnounceReader;
import io.torrentinno.protocol.announce.AnnounceResponse;
import io.torrentinno.protocol.announce.AnnounceWriter;
import io.torrentinno.protocol.announce.PeerDetails;
import io.torrentinno.protocol.announce.SwarmSize;
import io.torrentinno.protocol.announce.batch.BatchReader;
import io.torrentinno.protocol.announce.batch.BatchRequest;
import io.torrentinno.protocol.announce.batch.BatchResponse;
import io.torrentinno.protocol.announce.batch.BatchWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrackerClientTest {
  private static final AnnounceResponse ANSWER = Requests.response(Duration.ofSeconds(15));

  private final TrackerHttp http = new TrackerHttp(Timeouts.USUAL, () -> null, Outgoing.loopback());
  private final TrackerHttp strictHttp =
      new TrackerHttp(Timeouts.USUAL, () -> null, Outgoing.strict());
  private TrackerClient client = new TrackerClient(http, Outgoing.loopback());
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
    http.close();
    strictHttp.close();
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | {\"detail\":\"\\u001b[2J\\nline\\u202e\"}",
        "200 | {\"interval\":\u202e\u009b2J",
        "200 | \u202e"
      })
  void cleansWhatTheTrackerSays(int status, String body) {
    answer(status, body.getBytes(UTF_8));

    assertThat(failure()).message().doesNotContain("\u001b", "\u009b", "\n", "\u202e");
  }

  @Test
  void cutsWhatTheTrackerSays() {
    answer(400, ("{\"detail\":\"" + "x".repeat(10_000) + "\"}").getBytes(UTF_8));

    assertThat(failure()).message().hasSizeLessThan(300);
  }

  @Test
  void refusesATrackerThatTheRulesForbid() {
    client = new TrackerClient(strictHttp, Outgoing.strict());

    assertThat(failure().reason()).isEqualTo(Reason.FORBIDDEN);
    assertThat(failure())
        .hasMessage(
            "refused: 127.0.0.1 is a loopback address;"
                + " torrentinno.agent.allow-addresses=127.0.0.1 allows it");
  }

  @Test
  void passesOnPeersOfThisMachineFromATrackerOfThisMachineAndNoForbiddenOnes() throws Exception {
    client = new TrackerClient(http, Outgoing.strict());
    answer(
        200,
        ("{\"infoHash\":\""
                + Requests.INFO_HASH
                + "\",\"peers\":["
                + peer("127.0.0.1")
                + ","
                + peer("169.254.169.254")
                + ","
                + peer("10.0.0.1")
                + "]}")
            .getBytes(UTF_8));

    assertThat(client.announce(tracker, Requests.request()).get().peers())
        .extracting(peer -> peer.address().ip().getHostAddress())
        .containsExactly("127.0.0.1", "10.0.0.1");
  }

  private static String peer(String ip) {
    return "{\"peerId\":\"%s\",\"infoHash\":\"%s\",\"publicIp\":\"%s\",\"publicPort\":6881}"
        .formatted("ab".repeat(32), Requests.INFO_HASH, ip);
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

  @ParameterizedTest
  @ValueSource(strings = {"no_such_host.invalid", "no.such.host.invalid"})
  void saysThatThereIsNoSuchHost(String host) {
    tracker = URI.create("http://" + host + ":8080");

    assertThat(failure()).hasMessage("the tracker does not answer: there is no host of this name");
    assertThat(failure().reason()).isEqualTo(Reason.UNREACHABLE);
  }

  @Test
  void saysThatNobodyIsThere() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      tracker = URI.create("http://127.0.0.1:" + free.getLocalPort());
    }

    assertThat(failure().reason()).isEqualTo(Reason.UNREACHABLE);
  }

  @Test
  void postsABatchAndReadsItsAnswer() throws Exception {
    BatchResponse expected =
        new BatchResponse(
            Duration.ofSeconds(15),
            List.of(new BatchResponse.Result("swarms", new SwarmSize(1, 2), List.of())));
    answer(200, BatchWriter.write(expected));

    assertThat(client.announce(tracker, batch(1)).get()).contains(expected);
    assertThat(BatchReader.readRequest(received.get())).isEqualTo(batch(1));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 405, 413})
  void saysThatATrackerTakesNoBatch(int status) throws Exception {
    answer(status, new byte[0]);

    assertThat(client.announce(tracker, batch(1)).get()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"401, REFUSED", "403, REFUSED", "429, REFUSED", "503, UNAVAILABLE", "302, MALFORMED"})
  void namesTheFailureOfABatchAfterTheStatus(int status, Reason reason) {
    answer(status, new byte[0]);

    CompletableFuture<?> call = client.announce(tracker, batch(1));

    assertThat(call).failsWithin(Duration.ofSeconds(20));
    assertThat(((AnnounceFailure) call.exceptionNow()).reason()).isEqualTo(reason);
  }

  @Test
  void refusesTheAnswerToAnotherBatch() {
    answer(200, BatchWriter.write(new BatchResponse(Duration.ofSeconds(15), List.of())));

    assertThat(client.announce(tracker, batch(2))).failsWithin(Duration.ofSeconds(20));
  }

  private static BatchRequest batch(int entries) {
    BatchRequest.Entry entry =
        new BatchRequest.Entry(
            Requests.INFO_HASH, AnnounceEvent.NONE, Requests.progress(), OptionalInt.empty());
    return new BatchRequest(
        Requests.peer(1).peerId(),
        Requests.peer(1).address(),
        PeerDetails.NONE,
        Collections.nCopies(entries, entry));
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
