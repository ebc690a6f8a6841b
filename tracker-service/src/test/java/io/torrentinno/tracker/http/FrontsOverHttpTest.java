package io.torrentinno.tracker.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.tracker.gateway.PublicAddresses.Policy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table "What stands before a tracker" of {@code specs/announces.md}. */
class FrontsOverHttpTest {
  private static final String QUERY =
      "?info_hash=aaaaaaaaaaaaaaaaaaaa&peer_id=bbbbbbbbbbbbbbbbbbbb&port=1";
  private static final String SCRAPE = "?info_hash=aaaaaaaaaaaaaaaaaaaa";

  private final HttpEndpointUnderTest endpoint = new HttpEndpointUnderTest(Policy.TRUST);
  private final RawHttp http = endpoint.connect();

  @AfterEach
  void close() {
    http.close();
    endpoint.close();
  }

  @ParameterizedTest
  @CsvSource({
    "a path, /announce",
    "a trailing slash, /announce/",
    "trailing slashes, /announce//",
    "slashes before, //announce",
    "both, ///announce/",
    "a blank behind, '/announce '",
    "absolute form, http://tracker.example.org:8080/announce",
    "absolute form with TLS, HTTPS://tracker/announce",
    "absolute form and slashes, http://tracker//announce/",
  })
  void findsTheAnnounceUnderEveryFormOfItsPath(String name, String path) {
    assertThat(http.get(path + QUERY).receive().body()).startsWith("d8:completei0e");
    assertThat(http.get(path.replace("announce", "scrape") + SCRAPE).receive().body())
        .startsWith("d5:files");
    String body = "{}";
    http.send("POST " + path.replace("announce", "peers") + " HTTP/1.1\r\n");
    http.send("Content-Type: application/json\r\nContent-Length: 2\r\n\r\n" + body);
    assertThat(http.receive().body()).contains("missing-field");
  }

  @ParameterizedTest
  @CsvSource({
    "GET http://tracker:1/actuator/health, GET /actuator/health",
    "GET http://tracker, GET /",
    "GET http://tracker?limit=1, GET /?limit=1",
    "GET //api/v1/swarms/?limit=1, GET /api/v1/swarms?limit=1",
    "GET /peers/, GET /peers",
    "HEAD /peers, HEAD /peers",
    "GET /, GET /",
    "OPTIONS *, OPTIONS *"
  })
  void passesOnTheRestInOneForm(String line, String passedOn) {
    http.send(line + " HTTP/1.1\r\nHost: x\r\n\r\n");

    assertThat(http.receive().body()).isEqualTo(passedOn + " HTTP/1.1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "no Host | ''",
        "an empty Host | Host:\\r\\n",
        "two Hosts | Host: a\\r\\nHost: b\\r\\n",
        "a header that goes on to the next hop | Connection: Keep-Alive, X-Hop\\r\\nX-Hop: 1\\r\\n",
        "a body that nobody asked for | Content-Length: 3\\r\\n\\r\\nabc",
        "an empty line before it | first"
      })
  void acceptsAnnouncesWithAnyHeaders(String name, String headers) {
    boolean first = headers.equals("first");
    String more = first ? "" : headers.replace("\\r", "\r").replace("\\n", "\n");
    String end = more.contains("\r\n\r\n") ? "" : "\r\n";
    String request = "GET /announce" + QUERY + " HTTP/1.1\r\n" + more + end;

    http.send((first ? "\r\n" : "") + request + request);

    assertThat(http.receive().body()).startsWith("d8:completei0e");
    assertThat(http.receive().body()).startsWith("d8:completei0e");
  }

  @Test
  void answersHeadWithoutListingAPeer() {
    http.send("HEAD /announce" + QUERY + " HTTP/1.1\r\n\r\n");
    http.get("/scrape" + SCRAPE);

    RawHttp.Response head = http.receive();
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.head()).doesNotContain("Content-Length");
    assertThat(http.receive().body()).contains("10:incompletei0e");
  }

  @Test
  void namesTheMethodsThatAnnouncesHave() {
    http.send("POST /announce HTTP/1.1\r\nContent-Length: 0\r\n\r\n");

    RawHttp.Response answer = http.receive();

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.head()).contains("Allow: GET, HEAD\r\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PROXY TCP4 192.0.2.1 192.0.2.2 1 2 | 400 | X-Forwarded-For",
        "PRI * HTTP/2.0 | 505 | HTTP/1.1",
        "GET /announce HTTP/2.0 | 505 | HTTP/1.1",
        "GET /announce | 400 | HTTP/1.1",
        "CONNECT tracker:80 HTTP/1.1 | 400 | target",
        "GET tracker/announce HTTP/1.1 | 400 | target",
        "nonsense | 400 | HTTP/1.1",
        "'\u0016\u0003\u0001' | 400 | not HTTP",
      })
  void saysWhatIsWrongWithOtherProtocols(String line, int status, String detail) {
    http.send(line + "\r\n\r\n");

    RawHttp.Response answer = http.receive();

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.head()).contains("application/problem+json", "Connection: close");
    assertThat(answer.body()).contains("urn:torrentinno:problem:invalid-request", detail);
    assertThat(http.isClosed()).isTrue();
  }
}
