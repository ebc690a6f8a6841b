package io.torrentinno.tracker.udp;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.embedded.EmbeddedChannel;
import io.torrentinno.tracker.gateway.FuzzedGateway;
import io.torrentinno.tracker.testing.LogOf;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What is logged when a packet is not answered. */
class UdpFailuresTest {
  private final UdpHandler handler =
      new UdpHandler(
          FuzzedGateway.empty(),
          new ConnectionIds(new byte[16], FuzzedGateway.CLOCK),
          new UdpMetrics(new SimpleMeterRegistry()));
  private final EmbeddedChannel channel = new EmbeddedChannel(handler);

  /** A stranger can make this happen as often as it likes. */
  @Test
  void isNoErrorWhenAnAnswerCannotBeSent() {
    try (LogOf log = new LogOf(UdpHandler.class)) {
      channel.pipeline().fireExceptionCaught(new IOException("sendmmsg: Invalid argument"));

      assertThat(log.lines()).singleElement().asString().startsWith("DEBUG An answer could not");
    }
  }

  @Test
  void isAnErrorWhenAPacketCannotBeServed() {
    try (LogOf log = new LogOf(UdpHandler.class)) {
      channel.pipeline().fireExceptionCaught(new IllegalStateException("for this test"));

      assertThat(log.lines()).containsExactly("ERROR A packet could not be served");
    }
  }
}
