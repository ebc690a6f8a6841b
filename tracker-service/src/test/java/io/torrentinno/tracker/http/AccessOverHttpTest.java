package io.torrentinno.tracker.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.tracker.gateway.AddressRates;
import io.torrentinno.tracker.gateway.AnnounceAccess.Verdict;
import io.torrentinno.tracker.gateway.PublicAddresses.Policy;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may announce and scrape, and what each port serves. */
class AccessOverHttpTest {
  private static final String IDS =
      "?info_hash=aaaaaaaaaaaaaaaaaaaa&peer_id=bbbbbbbbbbbbbbbbbbbb&port=1";
  private static final String JSON =
      """
      {"peerId": "%1$s", "infoHash": "%1$s", "publicIp": "10.0.0.1", "publicPort": 1}\
      """
          .formatted("5".repeat(64));
  private static final String BATCH =
      """
      {"peerId": "%1$s", "publicIp": "10.0.0.1", "publicPort": 1,
       "announces": [{"infoHash": "%1$s"}]}\
      """
          .formatted("5".repeat(64));

  private static Verdict judge(String token) {
    return switch (token) {
      case "good" -> Verdict.ALLOWED;
      case "reader" -> Verdict.FORBIDDEN;
      default -> Verdict.UNAUTHORIZED;
    };
  }

  private static String post(String path, String authorization, String body) {
    return "POST %s HTTP/1.1\r\n%sContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(path, authorization, body.length(), body);
  }

  private static String authorization(String token) {
    return token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n";
  }

  @ParameterizedTest
  @CsvSource({"'', 401", "wrong, 401", "reader, 403", "good, 200"})
  void checksTheTokenOfEachAnnounceInJson(String token, int status) {
    try (HttpEndpointUnderTest endpoint = new HttpEndpointUnderTest(AccessOverHttpTest::judge);
        RawHttp http = endpoint.connect()) {
      RawHttp.Response single = http.send(post("/peers", authorization(token), JSON)).receive();
      RawHttp.Response batch =
          http.send(post("/peers/batch", authorization(token), BATCH)).receive();

      assertThat(single.status()).isEqualTo(status);
      assertThat(batch.status()).isEqualTo(status);
      if (status == 401) {
        assertThat(single.head()).contains("WWW-Authenticate: Bearer");
        assertThat(single.body()).contains("urn:torrentinno:problem:unauthorized");
        assertThat(denied(endpoint, "json", "unauthorized")).isEqualTo(2);
      } else if (status == 403) {
        assertThat(single.body()).contains("urn:torrentinno:problem:forbidden");
        assertThat(denied(endpoint, "json", "forbidden")).isEqualTo(2);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/announce, '', 401",
    "/scrape, '', 401",
    "/wrong/announce, '', 401",
    "/reader/announce, '', 403",
    "/reader/scrape, '', 403",
    "/good/announce, '', 200",
    "/good/scrape, '', 200",
    "/good/announce/, '', 200",
    "/announce, good, 200",
    "/scrape, good, 200",
    "/wrong/announce, good, 401"
  })
  void takesTheTokenOfABitTorrentClientFromThePath(String path, String header, int status) {
    try (HttpEndpointUnderTest endpoint = new HttpEndpointUnderTest(AccessOverHttpTest::judge);
        RawHttp http = endpoint.connect()) {
      RawHttp.Response answer =
          http.send("GET %s HTTP/1.1\r\n%s\r\n".formatted(path + IDS, authorization(header)))
              .receive();

      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.body().startsWith("d14:failure reason")).isEqualTo(status != 200);
    }
  }

  @Test
  void tellsNothingToAProbeWithoutAToken() {
    try (HttpEndpointUnderTest endpoint = new HttpEndpointUnderTest(AccessOverHttpTest::judge);
        RawHttp http = endpoint.connect()) {
      assertThat(http.send("HEAD /announce HTTP/1.1\r\n\r\n").receive().status()).isEqualTo(401);
    }
  }

  /** So a client need not be changed when a tracker is opened. */
  @Test
  void ignoresATokenWhenEverybodyMayAnnounce() {
    try (HttpEndpointUnderTest endpoint = new HttpEndpointUnderTest(Policy.TRUST);
        RawHttp http = endpoint.connect()) {
      assertThat(http.get("/any/announce" + IDS).receive().body()).startsWith("d8:complete");
      assertThat(http.send(post("/peers", authorization("any"), JSON)).receive().status())
          .isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a/b/announce", "/x//announce", "/announce/x"})
  void knowsNoLongerPaths(String path) {
    try (HttpEndpointUnderTest endpoint = new HttpEndpointUnderTest(AccessOverHttpTest::judge);
        RawHttp http = endpoint.connect()) {
      assertThat(http.get(path).receive().body()).startsWith("GET " + path);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/peers, true",
    "/, true",
    "/actuator/prometheus, true",
    "/api/v1/swarms, true",
    "/actuator/health/../prometheus, true",
    "/actuator/health/%2e%2e/prometheus, true",
    "/actuator/healthy, true",
    "/actuator/health, false",
    "/actuator/health/readiness, false"
  })
  void servesTheControlPlaneOnlyAtItsOwnPort(String path, boolean refused) {
    try (HttpEndpointUnderTest endpoint =
            HttpEndpointUnderTest.withManagementPort(AddressRates.Limit.NONE);
        RawHttp announces = endpoint.connect();
        RawHttp management = endpoint.connectToManagement()) {
      RawHttp.Response answer = announces.get(path).receive();

      assertThat(answer.status()).isEqualTo(refused ? 404 : 200);
      assertThat(answer.body().contains("urn:torrentinno:problem:not-found")).isEqualTo(refused);
      assertThat(management.get(path).receive().body()).startsWith("GET " + path);
    }
  }

  /** Otherwise a caller could add to the line that tells the control plane who calls. */
  @ParameterizedTest
  @ValueSource(strings = {" x: 127.0.0.1", "\t: 127.0.0.1", "\tx: 127.0.0.1", "x\t: 127.0.0.1"})
  void refusesHeadersThatOthersMayReadAsAPartOfTheLineBefore(String header) {
    try (HttpEndpointUnderTest endpoint = new HttpEndpointUnderTest(Policy.TRUST);
        RawHttp http = endpoint.connect()) {
      assertThat(http.send("GET /peers HTTP/1.1\r\n" + header + "\r\n\r\n").receive().status())
          .isEqualTo(400);
      assertThat(endpoint.behind.requests).isEmpty();
    }
  }

  @Test
  void servesAnnouncesOnlyAtTheirOwnPort() {
    try (HttpEndpointUnderTest endpoint =
            HttpEndpointUnderTest.withManagementPort(AddressRates.Limit.NONE);
        RawHttp announces = endpoint.connect();
        RawHttp management = endpoint.connectToManagement()) {
      assertThat(announces.get("/announce" + IDS).receive().status()).isEqualTo(200);
      assertThat(management.get("/announce" + IDS).receive().status()).isEqualTo(404);
    }
  }

  @Test
  void limitsTheCallsOfAnAddressToTheControlPlaneButNotProbes() {
    AddressRates.Limit one = new AddressRates.Limit(1, Duration.ZERO);
    try (HttpEndpointUnderTest endpoint = HttpEndpointUnderTest.withManagementPort(one)) {
      assertThat(call(endpoint, "/peers").status()).isEqualTo(200);
      RawHttp.Response refused = call(endpoint, "/peers");
      for (int again = 0; again < 20 && refused.status() == 200; again++) {
        refused = call(endpoint, "/peers");
      }

      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.body()).contains("urn:torrentinno:problem:too-many-requests");
      assertThat(call(endpoint, "/actuator/health").status()).isEqualTo(200);
      assertThat(
              endpoint
                  .metrics
                  .get("torrentinno.tracker.throttled")
                  .tag("protocol", "management")
                  .counter()
                  .count())
          .isOne();
    }
  }

  private static RawHttp.Response call(HttpEndpointUnderTest endpoint, String path) {
    try (RawHttp http = endpoint.connectToManagement()) {
      return http.get(path).receive();
    }
  }

  private static double denied(HttpEndpointUnderTest endpoint, String protocol, String reason) {
    return endpoint
        .metrics
        .get("torrentinno.tracker.denied")
        .tags("protocol", protocol, "reason", reason)
        .counter()
        .count();
  }
}
