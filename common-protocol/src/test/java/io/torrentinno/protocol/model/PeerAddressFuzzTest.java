package io.torrentinno.protocol.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;

/** Any text, read as an address. */
class PeerAddressFuzzTest {

  @FuzzTest(maxDuration = "30s")
  void readsAddressesThatItCanWriteAndNothingElse(byte[] bytes) {
    InetAddress address;
    try {
      address = PeerAddress.parseIp(new String(bytes, StandardCharsets.ISO_8859_1));
    } catch (IllegalArgumentException e) {
      return;
    }

    assertThat(PeerAddress.parseIp(address.getHostAddress())).isEqualTo(address);
  }
}
