package io.torrentinno.tracker.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.torrentinno.protocol.settings.Network;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {
  private static final InetAddress PROXY = InetAddress.ofLiteral("10.0.0.1");

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.255.255, true",
    "10.0.0.0/8, 11.0.0.0, false",
    "192.0.2.128/25, 192.0.2.127, false",
    "192.0.2.128/25, 192.0.2.200, true",
    "192.0.2.1, 192.0.2.1, true",
    "192.0.2.1, 192.0.2.2, false",
    "0.0.0.0/0, 8.8.8.8, true",
    "0.0.0.0/0, ::1, false",
    "2001:db8::/32, 2001:db8:ffff::1, true",
    "2001:db8::/32, 2001:db9::, false"
  })
  void containsWhatBeginsWithTheSameBits(String network, String address, boolean contained) {
    assertThat(Network.valueOf(network).contains(InetAddress.ofLiteral(address)))
        .isEqualTo(contained);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "proxy/8", "::/129", "/8"})
  void refusesWhatIsNoNetwork(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Network.valueOf(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | 10.0.0.1",
        "192.0.2.1 | 192.0.2.1",
        "192.0.2.1, 10.0.0.2 | 192.0.2.1",
        "198.51.100.7, 192.0.2.1 | 192.0.2.1",
        "10.0.0.3, 10.0.0.2 | 10.0.0.3",
        "192.0.2.1, unknown | 10.0.0.1",
        "192.0.2.1, | 10.0.0.1",
        "2001:db8::1,10.0.0.2 | 2001:db8::1"
      })
  void takesTheLastCallerThatIsNoProxy(String forwardedFor, String caller) {
    TrustedProxies proxies = new TrustedProxies(List.of(Network.valueOf("10.0.0.0/8")));

    assertThat(proxies.caller(PROXY, forwardedFor)).isEqualTo(InetAddress.ofLiteral(caller));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "X_FORWARDED_FOR | 192.0.2.1:4711, 10.0.0.2:80 | 192.0.2.1",
        "X_FORWARDED_FOR | [2001:db8::1]:4711 | 2001:db8::1",
        "FORWARDED | for=192.0.2.1 | 192.0.2.1",
        "FORWARDED | For=\"[2001:db8::1]:4711\";proto=https;by=10.0.0.1 | 2001:db8::1",
        "FORWARDED | for=198.51.100.7, proto=http;for=\"192.0.2.1:80\", for=10.0.0.2 | 192.0.2.1",
        "FORWARDED | for=_hidden | 10.0.0.1",
        "FORWARDED | for=unknown, for=10.0.0.2 | 10.0.0.2",
        "FORWARDED | proto=https | 10.0.0.1",
        "X_REAL_IP | 192.0.2.1 | 192.0.2.1",
      })
  void readsTheHeaderThatItsProxiesWrite(
      TrustedProxies.Header header, String chain, String caller) {
    TrustedProxies proxies = new TrustedProxies(List.of(Network.valueOf("10.0.0.0/8")), header);

    assertThat(proxies.caller(PROXY, chain)).isEqualTo(InetAddress.ofLiteral(caller));
  }

  @Test
  void believesNobodyElse() {
    TrustedProxies proxies = new TrustedProxies(List.of(Network.valueOf("10.1.0.0/16")));

    assertThat(proxies.caller(PROXY, "192.0.2.1")).isEqualTo(PROXY);
  }
}
