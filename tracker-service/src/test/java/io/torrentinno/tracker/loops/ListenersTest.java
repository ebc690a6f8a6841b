package io.torrentinno.tracker.loops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.bootstrap.AbstractBootstrap;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Addresses that are there, are not there yet, and are there no more. */
class ListenersTest {
  private static final InetAddress FIRST = InetAddress.ofLiteral("127.0.0.1");
  private static final InetAddress SECOND = InetAddress.ofLiteral("127.0.0.2");
  private static final InetAddress THIRD = InetAddress.ofLiteral("127.0.0.3");

  /** Of the networks for documentation (RFC 5737). */
  private static final InetAddress ELSEWHERE = InetAddress.ofLiteral("192.0.2.1");

  private final EventLoops eventLoops = new EventLoops(2);
  private final AtomicReference<Set<InetAddress>> others = new AtomicReference<>(Set.of());
  private final Listeners listeners =
      new Listeners(
          eventLoops,
          "test",
          this::socket,
          new Listeners.Others(others::get, Duration.ofMillis(20)));

  @AfterEach
  void close() {
    listeners.close();
    eventLoops.close();
  }

  private AbstractBootstrap<?, ?> socket(EventLoop loop) {
    return eventLoops.server(loop).childHandler(new ChannelInboundHandlerAdapter());
  }

  @Test
  void followsTheAddressesThatThereAre() throws IOException {
    others.set(Set.of(SECOND, ELSEWHERE));
    listeners.open(new InetSocketAddress(FIRST, 0));
    assertThat(isOpen(FIRST)).isTrue();
    assertThat(isOpen(SECOND)).as("beside one that cannot be had").isTrue();
    assertThat(isOpen(THIRD)).isFalse();

    others.set(Set.of(THIRD));

    await().until(() -> isOpen(THIRD) && !isOpen(SECOND));
    assertThat(isOpen(FIRST)).isTrue();
  }

  @Test
  void waitsForAnAddressThatIsNotThereYet() throws IOException {
    listeners.open(new InetSocketAddress(ELSEWHERE, 4711));

    assertThat(listeners.port()).isEqualTo(4711);
  }

  @Test
  void doesNotWaitForAPortThatSomebodyElseHas() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, FIRST)) {
      InetSocketAddress taken = new InetSocketAddress(FIRST, other.getLocalPort());

      assertThatThrownBy(() -> listeners.open(taken)).isInstanceOf(IOException.class);
    }
  }

  private boolean isOpen(InetAddress address) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, listeners.port()));
      return true;
    } catch (ConnectException e) {
      return false;
    }
  }
}
