package io.torrentinno.protocol.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostAndPortTest {
  @ParameterizedTest
  @CsvSource({
    "agent7:6881, agent7, 6881",
    "' agent7.example.com:1 ', agent7.example.com, 1",
    "192.0.2.1:65535, 192.0.2.1, 65535",
    "[2001:db8::1]:6881, 2001:db8::1, 6881"
  })
  void readsWhatItWrites(String text, String host, int port) {
    HostAndPort address = HostAndPort.parse(text);

    assertThat(address).isEqualTo(new HostAndPort(host, port));
    assertThat(HostAndPort.parse(address.toString())).isEqualTo(address);
  }

  @ParameterizedTest
  @CsvSource({
    "agent7, the port is missing",
    "[2001:db8::1], the port is missing",
    "2001:db8::1:6881, an IPv6 address needs brackets",
    "[agent7]:6881, only IPv6 has brackets",
    "agent7:0, the port is not a number from 1 to 65535",
    "agent7:70000, the port is out of range",
    "agent7:+1, the port is not a number from 1 to 65535",
    "agent7:6881/x, it has a path",
    "http://agent7:6881, but a URL",
    "agent 7:6881, neither an IP address nor a host name",
    "':6881', neither an IP address nor a host name"
  })
  void saysWhatIsWrong(String text, String fault) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HostAndPort.parse(text))
        .withMessageContaining(fault);
  }
}
