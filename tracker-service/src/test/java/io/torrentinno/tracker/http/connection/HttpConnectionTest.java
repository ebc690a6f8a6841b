package io.torrentinno.tracker.http.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.torrentinno.tracker.gateway.PublicAddresses.Policy;
import io.torrentinno.tracker.http.HttpEndpointUnderTest;
import io.torrentinno.tracker.http.RawHttp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a connection does with any kind of request. */
class HttpConnectionTest {
  private static final String ANNOUNCE =
      "/announce?info_hash=aaaaaaaaaaaaaaaaaaaa&peer_id=bbbbbbbbbbbbbbbbbbbb&port=1";
  private static final String WHOLE = "GET " + ANNOUNCE + " HTTP/1.1\r\nHost: x\r\n\r\n";
  private static final String JSON =
      """
      {"peerId":"%1$s","infoHash":"%1$s","publicIp":"10.0.0.1","publicPort":"1"}\
      """
          .formatted("ab".repeat(32));

  private final HttpEndpointUnderTest endpoint = new HttpEndpointUnderTest(Policy.TRUST);
  private final RawHttp http = endpoint.connect();

  @AfterEach
  void close() {
    http.close();
    endpoint.close();
  }

  @Test
  void answersRequestsThatComeTogetherInTheirOrder() {
    http.send(WHOLE + WHOLE.replace("/announce", "/scrape") + WHOLE);

    assertThat(http.receive().body()).contains("8:interval");
    assertThat(http.receive().body()).contains("5:files");
    assertThat(http.receive().body()).contains("8:interval");
  }

  @Test
  void acceptsARequestInPiecesOfAnySize() {
    for (int split = 1; split < WHOLE.length(); split += 3) {
      http.send(WHOLE.substring(0, split));
      http.send(WHOLE.substring(split));

      assertThat(http.receive().body()).as("split after %s bytes", split).contains("8:interval");
    }
  }

  @Test
  void acceptsABodyInPieces() {
    String head = "POST /peers HTTP/1.1\r\nContent-Type: application/json\r\n";
    http.send(head + "Content-Length: " + JSON.length() + "\r\n\r\n" + JSON.substring(0, 9));
    http.send(JSON.substring(9, 20)).send(JSON.substring(20));

    assertThat(http.receive().body()).contains("\"leechers\":1");
  }

  @Test
  void acceptsABodyInChunks() {
    http.send("POST /peers HTTP/1.1\r\nContent-Type: application/json;charset=UTF-8\r\n");
    http.send("Transfer-Encoding: chunked\r\n\r\n");
    http.send("5;x=y\r\n" + JSON.substring(0, 5) + "\r\n");
    http.send(Integer.toHexString(JSON.length() - 5) + "\r\n" + JSON.substring(5));
    http.send("\r\n0\r\nTrailer: 1\r\n\r\n" + WHOLE);

    assertThat(http.receive().body()).contains("\"leechers\":1");
    assertThat(http.receive().body()).contains("8:interval");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"GET /announce?%s HTTP/1.1\r\n\r\n", "GET /announce HTTP/1.1\r\nX: %s\r\n\r\n"})
  void refusesAQueryOrHeadersThatAreTooLong(String request) {
    RawHttp.Response response = http.send(request.formatted("x".repeat(17_000))).receive();

    assertThat(response.status()).isEqualTo(431);
    assertThat(response.body()).contains("urn:torrentinno:problem:head-too-large");
    assertThat(oversized("http")).isOne();
  }

  @Test
  void countsABodyThatIsTooLarge() {
    http.send("POST /peers HTTP/1.1\r\nContent-Type: application/json\r\n");
    http.send("Content-Length: 65537\r\n\r\n");

    assertThat(http.receive().status()).isEqualTo(413);
    assertThat(oversized("json")).isOne();
  }

  private double oversized(String by) {
    return endpoint
        .metrics
        .get("torrentinno.tracker.oversized")
        .tag("protocol", by)
        .counter()
        .count();
  }

  @Test
  void sendsContinueToACallerThatWaitsForIt() {
    http.send("POST /peers HTTP/1.1\r\nContent-Type: application/json\r\nExpect: 100-continue\r\n");
    http.send("Content-Length: " + JSON.length() + "\r\n\r\n");
    assertThat(http.receive().status()).isEqualTo(100);

    assertThat(http.send(JSON).receive().status()).isEqualTo(200);
  }

  @Test
  void closesTheConnectionWhenTheCallerAsksForIt() {
    http.send(WHOLE.replace("Host", "connection: Close\r\nHost"));

    assertThat(http.receive().head()).contains("Connection: close");
    assertThat(http.isClosed()).isTrue();
  }

  @Test
  void closesAfterARequestOfHttp10() {
    http.send(WHOLE.replace("1.1", "1.0"));

    assertThat(http.receive().status()).isEqualTo(200);
    assertThat(http.isClosed()).isTrue();
  }

  @Test
  void keepsAConnectionOfHttp10WhenTheCallerAsksForIt() {
    http.send(WHOLE.replace("1.1\r\n", "1.0\r\nConnection: keep-alive\r\n"));

    assertThat(http.receive().head()).contains("Connection: keep-alive");
    assertThat(http.send(WHOLE).receive().status()).isEqualTo(200);
  }

  @Test
  void answersACallerThatHasEndedItsOutput() {
    http.send(WHOLE).shutDownOutput();

    assertThat(http.receive().status()).isEqualTo(200);
    assertThat(http.isClosed()).isTrue();
  }

  @Test
  void passesOtherRequestsOnAndClosesThen() {
    http.send(WHOLE).get("/actuator/health");

    assertThat(http.receive().body()).contains("8:interval");
    assertThat(http.receive().body()).isEqualTo("GET /actuator/health HTTP/1.1");
    assertThat(http.isClosed()).isTrue();
    assertThat(endpoint.behind.requests)
        .containsExactly(
            """
            GET /actuator/health HTTP/1.1\r
            Connection: close\r
            X-Caller: 127.0.0.1\r
            Host: tracker\r
            \r
            """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET /peers HTTP/1.1", "GET /announces HTTP/1.1", "OPTIONS * HTTP/1.1"})
  void passesOnUnknownRequests(String line) {
    http.send(line + "\r\n\r\n");

    await().until(() -> !endpoint.behind.requests.isEmpty());
    assertThat(endpoint.behind.requests.peek()).startsWith(line + "\r\nConnection: close\r\n");
  }

  @Test
  void passesOnOnlyCompleteRequests() {
    http.send("PUT /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n");
    http.get("/actuator/health");
    assertThat(http.receive().status()).isEqualTo(400);

    assertThat(endpoint.behind.requests).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 1\r\nTransfer-Encoding: chunked",
        "Content-Length: 1\r\nContent-Length: 2",
        "Content-Length: -1",
        "Content-Length: +1",
        "Transfer-Encoding: gzip, chunked",
        "no colon",
        "Space : before",
        " : x"
      })
  void refusesHeadersThatLeaveInDoubtWhereARequestEnds(String header) {
    http.send("GET " + ANNOUNCE + " HTTP/1.1\r\n" + header + "\r\n\r\n");

    RawHttp.Response response = http.receive();
    assertThat(response.status()).isEqualTo(400);
    assertThat(response.body()).contains("urn:torrentinno:problem:invalid-request");
    assertThat(http.isClosed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x\r\n", "-1\r\n", "\r\n", "fffffffff\r\n", "1\r\nab\r\n"})
  void refusesMalformedChunks(String chunk) {
    http.send("POST /peers HTTP/1.1\r\nContent-Type: application/json\r\n");
    http.send("Transfer-Encoding: chunked\r\n\r\n" + chunk);

    assertThat(http.receive().status()).isEqualTo(400);
  }

  @Test
  void refusesHeadersWithoutEnd() {
    http.send("GET " + ANNOUNCE + " HTTP/1.1\r\nX: " + "x".repeat(17_000));

    assertThat(http.receive().status()).isEqualTo(431);
    assertThat(http.isClosed()).isTrue();
  }

  @Test
  void closesIdleConnectionsAtOnceWhenItShutsDown() {
    http.send(WHOLE).receive();

    endpoint.shutDown();

    assertThat(http.isClosed()).isTrue();
  }
}
