package io.torrentinno.tracker.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.tracker.gateway.AddressRates;
import io.torrentinno.tracker.gateway.ProxyAdvice;
import io.torrentinno.tracker.testing.LogOf;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The answers to an address that sends too many requests. */
class RatesOverHttpTest {
  private static final AddressRates.Limit ONE_A_SECOND = new AddressRates.Limit(1, Duration.ZERO);

  @Test
  void throttlesBitTorrentClients() {
    try (HttpEndpointUnderTest endpoint = new HttpEndpointUnderTest(ONE_A_SECOND);
        RawHttp http = endpoint.connect()) {
      http.send(get().repeat(30));

      RawHttp.Response last = http.receive();
      for (int answer = 1; answer < 30; answer++) {
        last = http.receive();
      }

      assertThat(last.head()).startsWith("HTTP/1.1 429 ").contains("\r\nRetry-After: 1");
      assertThat(last.body()).startsWith("d14:failure reason").contains("Too many");
    }
  }

  @Test
  void throttlesTorrentInnoClients() {
    try (LogOf log = new LogOf(ProxyAdvice.class);
        HttpEndpointUnderTest endpoint = new HttpEndpointUnderTest(ONE_A_SECOND);
        RawHttp http = endpoint.connect()) {
      http.send(get().repeat(30));
      for (int answer = 0; answer < 30; answer++) {
        http.receive();
      }

      RawHttp.Response refused = http.post("{}").receive();

      assertThat(refused.head()).startsWith("HTTP/1.1 429 ").contains("\r\nRetry-After: 1");
      assertThat(log.lines()).singleElement().asString().contains("127.0.0.1", "trusted-proxies");
      assertThat(refused.body()).contains("urn:torrentinno:problem:too-many-requests");
    }
  }

  private static String get() {
    return "GET /announce?info_hash=aaaaaaaaaaaaaaaaaaaa&port=1&peer_id=bbbbbbbbbbbbbbbbbbbb"
        + " HTTP/1.1\r\n\r\n";
  }
}
