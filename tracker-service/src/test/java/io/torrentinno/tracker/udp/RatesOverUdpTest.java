package io.torrentinno.tracker.udp;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.tracker.gateway.AddressRates;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RatesOverUdpTest {
  @Test
  void refusesAnAddressThatSendsTooManyRequests() {
    AddressRates.Limit limit = new AddressRates.Limit(1, Duration.ZERO);
    try (UdpEndpointUnderTest endpoint = new UdpEndpointUnderTest(limit);
        UdpProbe caller = endpoint.caller()) {
      long connection = caller.connect();
      ByteBuffer answer = caller.ask(UdpProbe.announce(connection, "swarm", "first", 1));
      for (int again = 0; again < 30; again++) {
        answer = caller.ask(UdpProbe.announce(connection, "swarm", "first", 1));
      }

      assertThat(UdpProbe.error(answer)).contains("Too many");
      assertThat(endpoint.packets("throttled")).isPositive();
      assertThat(caller.connect()).as("connects are not counted").isNotZero();
    }
  }
}
