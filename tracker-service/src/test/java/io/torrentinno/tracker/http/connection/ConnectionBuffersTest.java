package io.torrentinno.tracker.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The bytes that a connection keeps are counted until it is closed. */
class ConnectionBuffersTest {
  private static final int MOST = 100_000;

  private final UnpooledByteBufAllocator buffers = new UnpooledByteBufAllocator(false, true);
  private final DuplexEmbeddedChannel channel = new DuplexEmbeddedChannel();
  private final MemoryBudget memory = new MemoryBudget(MOST);
  private final ConnectionBuffers kept = new ConnectionBuffers(memory);
  private final ChannelHandlerContext ctx = context();

  private ChannelHandlerContext context() {
    channel.config().setAllocator(buffers);
    channel.pipeline().addLast(new ChannelInboundHandlerAdapter());
    return channel.pipeline().firstContext();
  }

  private ByteBuf bytes(int count, int capacity) {
    return buffers.heapBuffer(capacity).writeBytes(new byte[count]);
  }

  @AfterEach
  void close() {
    kept.end();
    channel.close();
    assertThat(buffers.metric().usedHeapMemory()).isZero();
    assertThat(memory.take(MOST)).as("all is given back").isTrue();
    assertThat(memory.take(1)).as("and no more").isFalse();
  }

  @Test
  void countsAnIncompleteRequest() {
    kept.add(ctx, bytes(4_000, 4_000));

    assertThat(kept.count(ctx)).isTrue();
    assertThat(kept.isCounted()).isTrue();
  }

  @Test
  void keepsAFewBytesInASmallBuffer() {
    kept.add(ctx, bytes(10, 64 * 1024));

    assertThat(kept.count(ctx)).isTrue();
    assertThat(buffers.metric().usedHeapMemory()).isLessThan(1_000);
  }

  @Test
  void refusesMoreBytesThanTheBudget() {
    kept.add(ctx, bytes(60_000, 60_000));
    assertThat(kept.count(ctx)).isTrue();

    kept.add(ctx, bytes(60_000, 60_000));

    assertThat(kept.count(ctx)).isFalse();
  }

  @Test
  void countsNoAnswersOfAChannelThatIsClosed() {
    kept.add(ctx, bytes(4_000, 4_000));
    channel.close();

    assertThat(kept.count(ctx)).isTrue();
  }
}
