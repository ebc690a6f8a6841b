package io.torrentinno.protocol.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrackerAddressTest {
  @ParameterizedTest
  @CsvSource({
    "tracker:80, tracker:80, http://tracker:80",
    "http://tracker:80/, tracker:80, http://tracker:80",
    "HTTPS://tracker:443, https://tracker:443, https://tracker:443",
    "https://[2001:db8::1]:8443, https://[2001:db8::1]:8443, https://[2001:db8::1]:8443"
  })
  void readsWhatItWrites(String text, String written, String uri) {
    TrackerAddress address = TrackerAddress.parse(text);

    assertThat(address).hasToString(written);
    assertThat(TrackerAddress.parse(written)).isEqualTo(address);
    assertThat(address.toUri()).hasToString(uri);
  }
}
