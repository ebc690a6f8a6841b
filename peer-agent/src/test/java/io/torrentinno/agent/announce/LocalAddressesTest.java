package io.torrentinno.agent.announce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class LocalAddressesTest {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  @Test
  void isTheLoopbackTowardsThisMachine() throws IOException {
    InetAddress address = LocalAddresses.towards(new InetSocketAddress(LOOPBACK, 8080));

    assertThat(address).isEqualTo(LOOPBACK);
  }

  @Test
  void doesNotGuessTowardsAnUnknownHost() {
    InetSocketAddress unknown = InetSocketAddress.createUnresolved("tracker.invalid", 8080);

    assertThatThrownBy(() -> LocalAddresses.towards(unknown))
        .isInstanceOf(UnknownHostException.class);
  }
}
