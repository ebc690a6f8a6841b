package io.torrentinno.tracker.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.protocol.settings.Network;
import io.torrentinno.tracker.gateway.ProxyAdvice;
import io.torrentinno.tracker.gateway.PublicAddresses.Policy;
import io.torrentinno.tracker.gateway.TrustedProxies;
import io.torrentinno.tracker.testing.LogOf;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The address under which a peer is listed. */
class AddressesOverHttpTest {
  private static final Network LOOPBACK = Network.valueOf("127.0.0.0/8");

  private static String announce(
      HttpEndpointUnderTest endpoint, String peer, String query, String header) {
    try (RawHttp http = endpoint.connect()) {
      http.send(
          "GET /announce?info_hash=aaaaaaaaaaaaaaaaaaaa&port=1&compact=0&peer_id=%s%s HTTP/1.1\r\n"
                  .formatted(peer.repeat(20), query)
              + header
              + "\r\n");
      return http.receive().body();
    }
  }

  private static String post(HttpEndpointUnderTest endpoint, String peer, String ip) {
    try (RawHttp http = endpoint.connect()) {
      return http.post(
              """
              {"peerId":"%s","infoHash":"%s","publicIp":"%s","publicPort":"1"}\
              """
                  .formatted(peer.repeat(64), "61".repeat(20) + "0".repeat(24), ip))
          .receive()
          .body();
    }
  }

  @Test
  void trustsTheAddressThatAPeerNames() {
    try (HttpEndpointUnderTest endpoint = new HttpEndpointUnderTest(Policy.TRUST)) {
      announce(endpoint, "a", "&ip=192.0.2.1", "");

      assertThat(post(endpoint, "b", "192.0.2.2")).contains("\"192.0.2.1\"");
      assertThat(announce(endpoint, "c", "", "")).contains("192.0.2.2", "192.0.2.1");
      assertThat(foreign(endpoint, "http")).isOne();
      assertThat(foreign(endpoint, "json")).isOne();
    }
  }

  @Test
  void listsTheConnectionsAddressWhereTheSettingSaysSo() {
    try (HttpEndpointUnderTest endpoint = new HttpEndpointUnderTest(Policy.CONNECTION)) {
      announce(endpoint, "a", "&ip=192.0.2.1", "");

      assertThat(post(endpoint, "b", "192.0.2.2")).contains("\"127.0.0.1\"");
    }
  }

  @Test
  void refusesAnotherAddressWhereTheSettingSaysSo() {
    try (HttpEndpointUnderTest endpoint = new HttpEndpointUnderTest(Policy.REJECT)) {
      assertThat(announce(endpoint, "a", "&ip=192.0.2.1", ""))
          .contains("failure reason", "ip is not");
      assertThat(post(endpoint, "b", "192.0.2.2")).contains("invalid-field", "publicIp is not");
      assertThat(announce(endpoint, "a", "&ip=127.0.0.1", "")).contains("8:interval");
      assertThat(post(endpoint, "b", "127.0.0.1")).contains("\"leechers\":2");
    }
  }

  @Test
  void believesOnlyTrustedProxies() {
    String forwarded = "X-Forwarded-For: 203.0.113.9, 192.0.2.1, 127.0.0.5\r\n";
    try (HttpEndpointUnderTest believing = new HttpEndpointUnderTest(Policy.CONNECTION, LOOPBACK);
        HttpEndpointUnderTest other = new HttpEndpointUnderTest(Policy.CONNECTION)) {
      announce(believing, "a", "", forwarded);
      announce(other, "a", "", forwarded);

      assertThat(announce(believing, "b", "", "")).contains("d2:ip9:192.0.2.1");
      assertThat(announce(other, "b", "", "")).contains("d2:ip9:127.0.0.1");
    }
  }

  @Test
  void readsOnlyTheHeaderThatTheSettingNames() {
    String headers =
        "X-Forwarded-For: 203.0.113.9\r\nX-Real-IP: 203.0.113.9\r\nForwarded: for=192.0.2.1\r\n";
    TrustedProxies proxies = new TrustedProxies(List.of(LOOPBACK), TrustedProxies.Header.FORWARDED);
    try (HttpEndpointUnderTest endpoint = new HttpEndpointUnderTest(proxies)) {
      announce(endpoint, "a", "", headers);

      assertThat(announce(endpoint, "b", "", "")).contains("d2:ip9:192.0.2.1");
    }
  }

  /** Else all callers of a proxy share one limit, and nobody knows why. */
  @Test
  void saysOnceThatAProxyIsNotTrusted() {
    try (LogOf log = new LogOf(ProxyAdvice.class);
        HttpEndpointUnderTest believing = new HttpEndpointUnderTest(Policy.CONNECTION, LOOPBACK);
        HttpEndpointUnderTest other = new HttpEndpointUnderTest(Policy.CONNECTION)) {
      announce(believing, "a", "", "X-Forwarded-For: 192.0.2.1\r\n");
      announce(other, "a", "", "");
      assertThat(log.lines()).isEmpty();

      announce(other, "a", "", "X-Forwarded-For: 192.0.2.1\r\n");
      announce(other, "b", "", "Via: 1.1 proxy\r\n");

      assertThat(log.lines())
          .singleElement()
          .asString()
          .startsWith("WARN The proxy 127.0.0.1 ")
          .contains("torrentinno.tracker.endpoints.trusted-proxies", "x-forwarded-for");
    }
  }

  private static double foreign(HttpEndpointUnderTest endpoint, String name) {
    return endpoint
        .metrics
        .get("torrentinno.tracker.foreign.addresses")
        .tag("protocol", name)
        .counter()
        .count();
  }
}
