package io.torrentinno.agent.net.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.torrentinno.agent.files.OpenFile;
import io.torrentinno.protocol.model.BlockRange;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Blocks that are copied for a channel that encrypts; a peer takes them when the test says so. */
class BlockCopiesTest {
  private static final int HEADER = 17;
  private static final int SIZE = 2 << 20;
  private static final int MOST_UNSENT = 256 << 10;
  private static final int BLOCKS = 200;
  private static final BlockRange ALL = new BlockRange(0, 0, SIZE - 1000);

  @TempDir Path folder;

  private final List<Runnable> ticks = new ArrayList<>();
  private long now;
  private final RateLimiter limiter = new RateLimiter(() -> now, ticks::add);
  private final Slow peer = new Slow();
  private final EmbeddedChannel channel = new EmbeddedChannel(peer);
  private final List<@Nullable Throwable> sent = new ArrayList<>();
  private final PacedWriter writer =
      new PacedWriter(channel, limiter.resource(), BlockSource.COPIES, new Sent());
  private final byte[] content = new byte[SIZE];
  private OpenFile file;

  @BeforeEach
  void open() throws Exception {
    new Random(1).nextBytes(content);
    file = new OpenFile(FileChannel.open(Files.write(folder.resolve("file"), content)));
  }

  @AfterEach
  void close() {
    writer.close();
    channel.close();
    channel.finishAndReleaseAll();
    file.release();
    assertThat(file.channel().isOpen()).as("is kept open").isFalse();
  }

  @Test
  void areMadeAsThePeerTakesThem() {
    writer.serve(ALL, file.retain(), 1000);
    assertThat(peer.waiting()).isEqualTo(HEADER + MOST_UNSENT);

    int most = 0;
    while (peer.takesOne()) {
      most = Math.max(most, peer.waiting());
    }

    assertThat(most).isLessThanOrEqualTo(HEADER + MOST_UNSENT);
    assertThat(sent).containsExactly((Throwable) null);
    assertThat(Arrays.copyOfRange(peer.taken.toByteArray(), HEADER, HEADER + ALL.length()))
        .isEqualTo(Arrays.copyOfRange(content, 1000, SIZE));
  }

  @Test
  void areNotMoreThanTheLimitAllows() {
    limiter.limit(1_000_000);
    writer.serve(ALL, file.retain(), 0);

    pass(60);

    assertThat(peer.waiting()).isEqualTo(HEADER + 60_000);
  }

  @Test
  void failTheBlockWhenTheFileIsTooShort() {
    writer.serve(ALL, file.retain(), 2000);

    while (peer.takesOne()) {}

    assertThat(sent).singleElement().isInstanceOf(EOFException.class);
  }

  /** The counter of all connections changes while this one decides whether it waits. */
  @Test
  void areFinishedWhateverOtherConnectionsHaveUnsent() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    Thread others =
        Thread.ofPlatform()
            .start(() -> {
              while (!done.get()) {
                BlockSource.COPIES.written(64 << 20);
                BlockSource.COPIES.written(-(64 << 20));
              }
            });
    try {
      for (int i = 1; i <= BLOCKS; i++) {
        writer.serve(ALL, file.retain(), 0);
        while (peer.takesOne()) {}
        assertThat(sent).as("blocks that are sent").hasSize(i);
      }
    } finally {
      done.set(true);
      others.join();
    }
  }

  @Test
  void failTheBlockOnceWhenThereIsNoMemory() {
    channel.config().setAllocator(new Small(HEADER));

    writer.serve(ALL, file.retain(), 0);
    writer.serve(ALL, file.retain(), 0);

    assertThat(sent).singleElement().isInstanceOf(OutOfMemoryError.class);
    assertThat(peer.waiting()).isEqualTo(HEADER);
  }

  @Test
  void failTheBlockWhenThereIsNoMemoryForItsRest() {
    writer.serve(ALL, file.retain(), 0);
    channel.config().setAllocator(new Small(0));

    while (peer.takesOne()) {}

    assertThat(sent).singleElement().isInstanceOf(OutOfMemoryError.class);
    assertThat(peer.taken.size()).isEqualTo(HEADER + MOST_UNSENT);
  }

  private void pass(long millis) {
    for (long tick = 0; tick < millis; tick += 10) {
      now += TimeUnit.MILLISECONDS.toNanos(10);
      List<Runnable> due = List.copyOf(ticks);
      ticks.clear();
      due.forEach(Runnable::run);
      channel.runPendingTasks();
    }
  }

  private final class Sent implements PacedWriter.Listener {
    @Override
    public void written() {}

    @Override
    public void blockSent(BlockRange range, @Nullable Throwable failure) {
      sent.add(failure);
      if (failure != null) {
        writer.close();
      }
    }
  }

  /** Has no memory for greater buffers. */
  private static final class Small extends AbstractByteBufAllocator {
    private final int greatest;

    Small(int greatest) {
      this.greatest = greatest;
    }

    @Override
    protected ByteBuf newHeapBuffer(int capacity, int most) {
      return newDirectBuffer(capacity, most);
    }

    @Override
    protected ByteBuf newDirectBuffer(int capacity, int most) {
      if (capacity > greatest) {
        throw new OutOfMemoryError("a test");
      }
      return UnpooledByteBufAllocator.DEFAULT.directBuffer(capacity, most);
    }

    @Override
    public boolean isDirectBufferPooled() {
      return false;
    }
  }

  /** A peer to which nothing is sent before it takes it. */
  private static final class Slow extends ChannelOutboundHandlerAdapter {
    private record Written(ByteBuf bytes, ChannelPromise promise) {}

    final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private final Queue<Written> queue = new ArrayDeque<>();

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      queue.add(new Written((ByteBuf) message, promise));
    }

    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
      while (takesOne()) {}
      context.close(promise);
    }

    int waiting() {
      return queue.stream().mapToInt(written -> written.bytes.readableBytes()).sum();
    }

    boolean takesOne() {
      Written next = queue.poll();
      if (next == null) {
        return false;
      }
      taken.writeBytes(ByteBufUtil.getBytes(next.bytes));
      next.bytes.release();
      next.promise.trySuccess();
      return true;
    }
  }
}
