package io.torrentinno.tracker.http.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.torrentinno.tracker.http.connection.DuplexEmbeddedChannel;
import io.torrentinno.tracker.loops.EventLoops;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A proxy that cannot connect: the loop of a channel without a socket accepts no sockets. */
class ControlPlaneProxyTest implements ControlPlaneProxy.Caller {
  private static final InetAddress CALLER = InetAddress.ofLiteral("192.0.2.7");

  private final UnpooledByteBufAllocator buffers = new UnpooledByteBufAllocator(false, true);
  private final DuplexEmbeddedChannel channel = new DuplexEmbeddedChannel();
  private final EventLoops eventLoops = new EventLoops(1);
  private final ControlPlaneProxy proxy =
      new ControlPlaneProxy(
          eventLoops,
          () -> new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
          new ConnectionQuota(1, 1));
  private boolean unanswered;

  @AfterEach
  void close() {
    channel.close();
    eventLoops.close();
  }

  @Test
  void tellsTheCallerAndReturnsThePlace() {
    assertThat(proxy.take(CALLER)).isTrue();
    assertThat(proxy.take(CALLER)).isFalse();
    ByteBuf request = buffers.heapBuffer().writeBytes("GET / HTTP/1.1\r\n\r\n".getBytes(US_ASCII));

    proxy.open(channel, CALLER, request, this);
    channel.runPendingTasks();

    assertThat(unanswered).isTrue();
    assertThat(buffers.metric().usedHeapMemory()).isZero();
    assertThat(proxy.take(CALLER)).isTrue();
  }

  @Test
  void givesOneAddressAPartOfThePlaces() {
    ConnectionQuota places = new ConnectionQuota(3, 2);
    InetAddress other = InetAddress.ofLiteral("192.0.2.8");

    assertThat(places.take(CALLER)).isTrue();
    assertThat(places.take(CALLER)).isTrue();
    assertThat(places.take(CALLER)).isFalse();
    assertThat(places.take(other)).isTrue();
    assertThat(places.take(other)).as("there are three").isFalse();
    places.give(CALLER);
    assertThat(places.take(other)).isTrue();
  }

  @Override
  public void isAnsweredBy(Channel server) {
    throw new AssertionError("there is no control plane");
  }

  @Override
  public void hasMore() {
    throw new AssertionError("there is no control plane");
  }

  @Override
  public void isNotAnswered() {
    unanswered = true;
  }
}
