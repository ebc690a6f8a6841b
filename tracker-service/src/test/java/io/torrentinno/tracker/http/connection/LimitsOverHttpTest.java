package io.torrentinno.tracker.http.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.torrentinno.tracker.http.HttpEndpointUnderTest;
import io.torrentinno.tracker.http.RawHttp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The limits of all callers together, and their time limits. */
class LimitsOverHttpTest {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration SHORT = Duration.ofMillis(500);
  private static final HttpLimits.Times PATIENT = new HttpLimits.Times(LONG, LONG, LONG);
  private static final HttpLimits.Times HASTY = new HttpLimits.Times(LONG, SHORT, LONG);
  private static final String ANNOUNCE =
      "/announce?info_hash=aaaaaaaaaaaaaaaaaaaa&peer_id=bbbbbbbbbbbbbbbbbbbb&port=1";
  private static final String HALF = "GET /announce HTTP/1.1\r\nX: ";

  private final List<RawHttp> callers = new ArrayList<>();
  private HttpEndpointUnderTest endpoint =
      new HttpEndpointUnderTest(limits(100, 10, 1 << 20, PATIENT));

  private static HttpLimits limits(
      int connections, int passedOn, long memory, HttpLimits.Times times) {
    return new HttpLimits(connections, passedOn, passedOn, memory, times);
  }

  private void open(HttpLimits limits) {
    endpoint.close();
    endpoint = new HttpEndpointUnderTest(limits);
  }

  private RawHttp caller() {
    RawHttp caller = endpoint.connect();
    callers.add(caller);
    return caller;
  }

  @AfterEach
  void close() {
    callers.forEach(RawHttp::close);
    endpoint.close();
  }

  @Test
  void asksACallerOverTheLimitToTryAgainLater() {
    open(limits(3, 3, 1 << 20, PATIENT));
    for (int i = 0; i < 3; i++) {
      assertThat(caller().get(ANNOUNCE).receive().status()).isEqualTo(200);
    }

    busy(caller().receive());
    assertThat(refusedForWantOf("connections")).isOne();
  }

  @Test
  void makesRoomForACallerOfAnotherAddress() {
    open(limits(3, 3, 1 << 20, PATIENT));
    for (int i = 0; i < 3; i++) {
      assertThat(caller().get(ANNOUNCE).receive().status()).isEqualTo(200);
    }
    busy(caller().receive());

    RawHttp elsewhere = endpoint.connectFrom("127.0.0.66");
    callers.add(elsewhere);

    assertThat(elsewhere.get(ANNOUNCE).receive().status()).isEqualTo(200);
    assertThat(callers.getFirst().isClosed()).as("the oldest of the others").isTrue();
    assertThat(callers.get(1).get(ANNOUNCE).receive().status()).isEqualTo(200);
  }

  @Test
  void countsConnectionsWhoseRequestIsPassedOn() {
    open(limits(2, 10, 1 << 20, PATIENT));
    endpoint.behind.keepsWaiting();
    caller().get("/peers");
    caller().get("/peers");
    await().until(() -> endpoint.behind.requests.size() == 2);

    busy(caller().receive());
  }

  @Test
  void passesOnALimitedNumberOfRequestsAtATime() {
    open(limits(100, 2, 1 << 20, PATIENT));
    endpoint.behind.keepsWaiting();
    caller().get("/peers");
    RawHttp second = caller().get("/peers");
    await().until(() -> endpoint.behind.requests.size() == 2);

    busy(caller().get("/peers").receive());
    assertThat(refusedForWantOf("control-plane")).isOne();
    assertThat(caller().get(ANNOUNCE).receive().status()).as("others").isEqualTo(200);
    second.abort();
    await().until(() -> caller().get("/x").hasNoAnswerYet());
  }

  @Test
  void closesTheConnectionOfACallerThatDoesNotReadTheControlPlanesAnswer() {
    open(limits(100, 1, 1 << 20, HASTY));
    endpoint.behind.answersWithoutEnd();
    caller().get("/peers");

    await().until(() -> endpoint.behind.hasLostItsCaller());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        HALF,
        "POST /peers HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{",
        "PUT /x HTTP/1.1\r\nContent-Length: 9\r\n\r\nx",
        "GET /x HTTP/1.1\r\n"
      })
  void closesTheConnectionOfACallerWhoseRequestDoesNotProceed(String half) {
    open(limits(100, 10, 1 << 20, HASTY));

    assertThat(caller().send(half).isClosed()).isTrue();
  }

  @Test
  void limitsTheMemoryOfIncompleteRequests() {
    open(limits(1_000, 10, 64 * 1024, PATIENT));
    for (int i = 0; i < 40; i++) {
      caller().send(HALF + "x".repeat(4_000));
    }

    await()
        .untilAsserted(
            () -> assertThat(callers.stream().filter(RawHttp::hasAnAnswer)).hasSizeGreaterThan(20));
    RawHttp refused = callers.stream().filter(RawHttp::hasAnAnswer).findFirst().orElseThrow();
    busy(refused.receive());
    assertThat(refusedForWantOf("memory")).isGreaterThan(20);
    assertThat(caller().get(ANNOUNCE).receive().status()).as("whole ones").isEqualTo(200);
  }

  @Test
  void freesMemoryWhenCallersClose() {
    open(limits(1_000, 10, 64 * 1024, PATIENT));
    for (int round = 0; round < 10; round++) {
      List<RawHttp> some = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        some.add(endpoint.connect().send(HALF + "x".repeat(4_000)));
      }
      some.forEach(http -> assertThat(http.send("\r\n\r\n").receive().status()).isEqualTo(200));
      some.forEach(RawHttp::close);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/peers", "/api/v1/swarms", "/nothing"})
  void refusesABodyThatIsTooLargeToACallerThatWritesAllOfItFirst(String path) {
    RawHttp caller = caller();
    int length = 20 << 20;
    caller.send(
        "POST %s HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: %s\r\n\r\n"
            .formatted(path, length));
    String part = "x".repeat(1 << 20);
    for (int sent = 0; sent < length; sent += part.length()) {
      caller.send(part);
    }

    assertThat(caller.receive().status()).isEqualTo(413);
  }

  private double refusedForWantOf(String of) {
    return endpoint.metrics.get("torrentinno.tracker.busy").tag("of", of).counter().count();
  }

  private static void busy(RawHttp.Response answer) {
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.head()).contains("Retry-After: 1");
    assertThat(answer.body()).contains("urn:torrentinno:problem:busy");
  }
}
