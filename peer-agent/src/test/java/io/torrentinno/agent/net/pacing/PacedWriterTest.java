package io.torrentinno.agent.net.pacing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.FileRegion;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import io.torrentinno.agent.files.OpenFile;
import io.torrentinno.protocol.model.BlockRange;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written is told as {@code header}, {@code message}, or a region's place and length. */
class PacedWriterTest {
  private static final BlockRange FIRST = new BlockRange(0, 0, 100_000);
  private static final BlockRange SECOND = new BlockRange(1, 0, 50_000);

  @TempDir Path folder;

  private final List<Runnable> ticks = new ArrayList<>();
  private long now;
  private final RateLimiter limiter = new RateLimiter(() -> now, ticks::add);
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final List<BlockRange> sent = new ArrayList<>();
  private final PacedWriter writer =
      new PacedWriter(channel, limiter.resource(), BlockSource.REGIONS, new Sent());
  private OpenFile file;

  @BeforeEach
  void open() throws Exception {
    file = new OpenFile(FileChannel.open(Files.createFile(folder.resolve("file"))));
  }

  @AfterEach
  void close() throws Exception {
    writer.close();
    channel.finishAndReleaseAll();
    file.release();
    assertThat(file.channel().isOpen()).as("is kept open").isFalse();
  }

  @Test
  void writesABlockAtOnceWhereThereIsNoLimit() {
    writer.serve(FIRST, file.retain(), 1000);

    assertThat(written()).containsExactly("header", "1000+100000");
    assertThat(sent).containsExactly(FIRST);
    assertThat(ticks).isEmpty();
  }

  @Test
  void writesAsMuchOfABlockAsTheLimitAllows() {
    limiter.limit(1_000_000);
    writer.serve(FIRST, file.retain(), 1000);
    assertThat(written()).isEmpty();

    pass(60);
    assertThat(written()).containsExactly("header", "1000+60000");
    assertThat(sent).isEmpty();

    pass(60);
    assertThat(written()).containsExactly("61000+40000");
    assertThat(sent).containsExactly(FIRST);
  }

  @Test
  void keepsMessagesOutOfABlock() {
    limiter.limit(1_000_000);
    message();
    writer.serve(FIRST, file.retain(), 0);
    writer.serve(SECOND, file.retain(), 100_000);
    message();
    pass(60);
    message();
    message();

    pass(60);

    assertThat(written())
        .containsExactly(
            "message",
            "message",
            "header",
            "0+60000",
            "60000+40000",
            "message",
            "message",
            "header",
            "100000+20000");
  }

  @Test
  void writesTheRestWhenTheLimitIsLifted() {
    limiter.limit(1_000_000);
    writer.serve(FIRST, file.retain(), 0);
    writer.serve(SECOND, file.retain(), 100_000);
    pass(60);

    limiter.limit(0);
    channel.runPendingTasks();

    assertThat(sent).containsExactly(FIRST, SECOND);
  }

  @Test
  void isNotWritableWhenTooManyMessagesWaitForTheEndOfABlock() {
    limiter.limit(1_000_000);
    writer.serve(FIRST, file.retain(), 0);
    pass(60);

    writer.send(Unpooled.wrappedBuffer(new byte[1 << 20]));
    assertThat(writer.isWritable()).isTrue();
    writer.send(Unpooled.wrappedBuffer(new byte[1]));
    assertThat(writer.isWritable()).isFalse();
  }

  @Test
  void releasesWhatItHoldsWhenItIsClosed() {
    limiter.limit(1_000_000);
    writer.serve(FIRST, file.retain(), 0);
    pass(60);
    ByteBuf message = Unpooled.wrappedBuffer(new byte[1]);
    writer.send(message);

    writer.close();
    pass(1000);

    assertThat(message.refCnt()).isZero();
    assertThat(sent).isEmpty();
  }

  @Test
  void letsGoOfAFileThatItIsGivenWhenItIsClosed() {
    writer.close();

    writer.serve(FIRST, file.retain(), 0);

    assertThat(written()).isEmpty();
  }

  @Test
  void writesABlockThatWasReadAndGivesItsMemoryBack() {
    limiter.limit(1_000_000);
    long taken = BlockMemory.taken();
    ByteBuf bytes = Unpooled.wrappedBuffer(new byte[FIRST.length()]);
    writer.serve(FIRST, inMemory(bytes));

    pass(60);
    assertThat(lengths()).containsExactly(17, 60_000);
    pass(60);
    assertThat(lengths()).containsExactly(40_000);
    assertThat(sent).containsExactly(FIRST);
    assertThat(bytes.refCnt()).isZero();
    assertThat(BlockMemory.taken()).isEqualTo(taken);
  }

  @Test
  void countsTheMemoryOfABlockUntilItIsSent() {
    long taken = BlockMemory.taken();
    ByteBuf bytes = Unpooled.wrappedBuffer(new byte[FIRST.length()]);

    writer.serve(FIRST, inMemory(bytes));

    assertThat(BlockMemory.taken()).isEqualTo(taken + FIRST.length());
    channel.flush();
    assertThat(sent).containsExactly(FIRST);
    assertThat(BlockMemory.taken()).isEqualTo(taken);
    channel.releaseOutbound();
    assertThat(bytes.refCnt()).isZero();
  }

  @Test
  void givesTheMemoryOfABlockBackWhenItCannotBeSent() {
    long taken = BlockMemory.taken();
    ByteBuf bytes = Unpooled.wrappedBuffer(new byte[FIRST.length()]);
    writer.serve(FIRST, inMemory(bytes));

    channel.close();
    writer.close();

    assertThat(BlockMemory.taken()).isEqualTo(taken);
    assertThat(bytes.refCnt()).isZero();
    // The channel itself tells that it could not send the header.
    assertThatThrownBy(channel::checkException).isInstanceOf(ClosedChannelException.class);
  }

  @Test
  void dropsABlockThatWasReadWhenItIsClosed() {
    long taken = BlockMemory.taken();
    ByteBuf bytes = Unpooled.wrappedBuffer(new byte[FIRST.length()]);
    writer.close();

    writer.serve(FIRST, inMemory(bytes));

    assertThat(bytes.refCnt()).isZero();
    assertThat(BlockMemory.taken()).isEqualTo(taken);
  }

  @Test
  void endsWithoutAFaultWhenAWriteFailsAndClosesIt() {
    limiter.limit(1_000_000);
    channel.close();
    channel.closeFuture().addListener(_ -> writer.close());

    writer.serve(FIRST, file.retain(), 0);
    writer.serve(SECOND, file.retain(), 0);
    pass(1000);

    assertThat(sent).isEmpty();
  }

  private static BlockBytes inMemory(ByteBuf bytes) {
    assertThat(BlockMemory.take(bytes.readableBytes())).isTrue();
    return new BlockBytes.InMemory(bytes, bytes.readableBytes());
  }

  private void message() {
    writer.send(Unpooled.wrappedBuffer(new byte[5]));
  }

  private void pass(int millis) {
    now += TimeUnit.MILLISECONDS.toNanos(millis);
    List<Runnable> due = List.copyOf(ticks);
    ticks.clear();
    due.forEach(Runnable::run);
    channel.runPendingTasks();
  }

  private List<Integer> lengths() {
    channel.flush();
    List<Integer> lengths = new ArrayList<>();
    for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
      lengths.add(next.readableBytes());
      next.release();
    }
    return lengths;
  }

  private List<String> written() {
    channel.flush();
    List<String> written = new ArrayList<>();
    for (Object next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
      written.add(
          switch (next) {
            case FileRegion region -> region.position() + "+" + region.count();
            case ByteBuf bytes when bytes.readableBytes() == 17 -> "header";
            default -> "message";
          });
      ReferenceCountUtil.release(next);
    }
    return written;
  }

  private final class Sent implements PacedWriter.Listener {
    @Override
    public void written() {
      channel.flush();
    }

    @Override
    public void blockSent(BlockRange range, @Nullable Throwable failure) {
      assertThat(failure).isNull();
      sent.add(range);
    }
  }
}
