package io.torrentinno.protocol.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerAddressTest {
  @Test
  void isPrintedAsInAUrl() {
    assertThat(PeerAddress.of("192.0.2.1", 6881)).hasToString("192.0.2.1:6881");
    assertThat(PeerAddress.of("2001:db8::1", 6881)).hasToString("[2001:db8:0:0:0:0:0:1]:6881");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "255.255.255.255", "10.0.0.1", "::", "::1", "::ffff:1.2.3.4"})
  void acceptsLiterals(String ip) {
    assertThat(PeerAddress.of(ip, 1).port()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "a.b.c.d",
        "1",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.",
        ".1.2.3",
        "1..2.3",
        "1.2.3.256",
        "01.2.3.4",
        "1.2.3.00",
        "1.2.3.4:80",
        "[::1]",
        "::1%lo",
        ":::",
        "1::2::3",
        "１.2.3.4",
        "::٣",
        "g::1",
        "1.2.3.4\n"
      })
  void refusesOtherTexts(String ip) {
    assertThatIllegalArgumentException().isThrownBy(() -> PeerAddress.of(ip, 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 65536, Integer.MAX_VALUE})
  void refusesPortsOutOfRange(int port) {
    assertThatIllegalArgumentException().isThrownBy(() -> PeerAddress.of("192.0.2.1", port));
  }
}
