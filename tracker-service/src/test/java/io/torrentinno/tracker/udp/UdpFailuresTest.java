package io.torrentinno.tracker.udp;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.embedded.EmbeddedChannel;
import io.torrentinno.tracker.gateway.FuzzedGateway;
import io.torrentinno.tracker.testing.LogOf;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What is logged when a packet is not answered. */
class UdpFailuresTest {
  private final UdpHandler handler =
      new UdpHandler(
          FuzzedGateway.empty(),
          new ConnectionIds(new byte[16], FuzzedGateway.CLOCK),
          new UdpMetrics(new SimpleMeterRegistry()));
  private final EmbeddedChannel channel = new EmbeddedChannel(handler);
  private final Caller caller =
      new Caller(
          channel.pipeline().firstContext(),
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 7),
          1);

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

  @Test
  void isAnErrorWhenAnAnswerCannotBeWritten() {
    CompletableFuture<String> later = new CompletableFuture<>();
    try (LogOf log = new LogOf(Caller.class)) {
      caller.await(CompletableFuture.completedFuture("now"), (_, _) -> fail());
      assertThat(log.lines()).containsExactly("ERROR An answer could not be written");

      caller.await(later, (_, _) -> fail());
      later.complete("later");
      channel.runPendingTasks();
      assertThat(log.lines()).hasSize(2);
    }
  }

  private static void fail() {
    throw new IllegalStateException("for this test");
  }
}
