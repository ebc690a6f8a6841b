package io.torrentinno.tracker.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.torrentinno.tracker.door.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A tunnel that nobody is behind: no socket gets onto the loop of a channel without one. */
class TunnelTest {
  private static final String REQUEST = "GET /actuator/health HTTP/1.1\r\n";

  private final UnpooledByteBufAllocator buffers = new UnpooledByteBufAllocator(false, true);
  private final DuplexEmbeddedChannel caller = new DuplexEmbeddedChannel();
  private final SlowGoodbye tls = new SlowGoodbye();

  /** What TLS is to a caller who does not read: closing waits until that has been sent. */
  private static final class SlowGoodbye extends ChannelOutboundHandlerAdapter {
    @Nullable ChannelPromise closing;

    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
      closing = promise;
    }
  }

  @AfterEach
  void close() {
    caller.pipeline().remove(tls);
    caller.close();
  }

  @Test
  void closesTheCallerWhenNobodyIsBehind() {
    open();

    assertThat(tls.closing).isNotNull();
    assertThat(buffers.metric().usedHeapMemory()).isZero();
  }

  @Test
  void dropsWhatComesWhileTheCallerIsBeingClosed() {
    open();
    ByteBuf late = buffer("Host: x\r\n\r\n");

    caller.writeInbound(late);

    assertThat(late.refCnt()).isZero();
    assertThat(buffers.metric().usedHeapMemory()).isZero();
  }

  private void open() {
    caller.config().setAllocator(buffers);
    ChannelInboundHandlerAdapter before = new ChannelInboundHandlerAdapter();
    caller.pipeline().addLast(tls, before);
    try (Transport transport = new Transport(1)) {
      InetSocketAddress nobody = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
      new Tunnel(transport, nobody)
          .open(caller.pipeline().context(before), buffer(REQUEST), REQUEST.length());
    }
    caller.runPendingTasks();
  }

  private ByteBuf buffer(String text) {
    return buffers.heapBuffer().writeBytes(text.getBytes(US_ASCII));
  }
}
