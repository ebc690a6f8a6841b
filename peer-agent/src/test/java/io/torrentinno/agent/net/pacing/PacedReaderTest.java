package io.torrentinno.agent.net.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A channel that counts how often it is told to read. */
class PacedReaderTest {
  private static final long MB = 1_000_000;

  private final List<Runnable> ticks = new ArrayList<>();
  private long now;
  private int reads;
  private final RateLimiter limiter = new RateLimiter(() -> now, ticks::add);
  private final EmbeddedChannel channel = new EmbeddedChannel(new ReadCounter());
  private final ReceiveBuffers buffers = new ReceiveBuffers();
  private final PacedReader reader = new PacedReader(channel, buffers, limiter.resource());

  @Test
  void leavesTheChannelAloneWhereThereIsNoLimit() {
    read(1_000_000);

    assertThat(channel.config().isAutoRead()).isTrue();
    assertThat(ticks).isEmpty();
  }

  @Test
  void waitsForItsTurnOnceThereIsALimit() {
    limiter.limit(MB);
    read(1000);
    assertThat(channel.config().isAutoRead()).isFalse();
    int before = reads;

    pass(100);

    assertThat(reads).isEqualTo(before + 1);
  }

  @Test
  void readsNoMoreAtATimeThanItWasGranted() {
    limiter.limit(MB);
    read(1000);

    pass(100);

    assertThat(nextBuffer()).isEqualTo(15_625); // and the 1000 are made good
  }

  @Test
  void endsAReadWhereTheFrameDoes() {
    buffers.endAt(() -> 1000);

    assertThat(nextBuffer()).isEqualTo(1000);
  }

  @Test
  void readsOnWithoutAskingWhileSomethingIsLeftOfItsGrant() {
    limiter.limit(MB);
    read(1000);
    pass(100);
    int before = reads;

    read(15_000);

    assertThat(reads).isEqualTo(before + 1);
    assertThat(nextBuffer()).isEqualTo(625);
  }

  @Test
  void makesGoodWhatItReadTooMuch() {
    limiter.limit(MB);
    read(150_000);
    int before = reads;

    pass(100);
    assertThat(reads).isEqualTo(before);
    pass(100);
    assertThat(reads).isEqualTo(before + 1);
  }

  @Test
  void readsFreelyAgainWhenTheLimitIsLifted() {
    limiter.limit(MB);
    read(1_000_000);

    limiter.limit(0);
    channel.runPendingTasks();

    assertThat(channel.config().isAutoRead()).isTrue();
    assertThat(nextBuffer()).isEqualTo(16 << 10);
  }

  @Test
  void staysPausedThoughTheLimitAllowsMore() {
    limiter.limit(MB);
    read(1000);
    reader.pause();
    int before = reads;

    pass(100);
    assertThat(reads).isEqualTo(before);
    reader.resume();
    assertThat(reads).isEqualTo(before + 1);
  }

  @Test
  void staysPausedWhenTheLimitIsLifted() {
    limiter.limit(MB);
    read(1000);
    reader.pause();

    limiter.limit(0);
    channel.runPendingTasks();

    assertThat(channel.config().isAutoRead()).isFalse();
    reader.resume();
    assertThat(channel.config().isAutoRead()).isTrue();
  }

  private void read(int bytes) {
    reader.received(bytes);
    reader.readComplete();
    channel.runPendingTasks();
  }

  private void pass(int millis) {
    now += TimeUnit.MILLISECONDS.toNanos(millis);
    List<Runnable> due = List.copyOf(ticks);
    ticks.clear();
    due.forEach(Runnable::run);
    channel.runPendingTasks();
  }

  /** How many bytes the next read can take. */
  private int nextBuffer() {
    ByteBuf buffer = buffers.newHandle().allocate(UnpooledByteBufAllocator.DEFAULT);
    try {
      return buffer.writableBytes();
    } finally {
      buffer.release();
    }
  }

  private final class ReadCounter extends ChannelOutboundHandlerAdapter {
    @Override
    public void read(ChannelHandlerContext context) {
      reads++;
    }
  }
}
