package io.torrentinno.agent.resource.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import io.torrentinno.agent.content.ResourceStorage;
import io.torrentinno.agent.content.Sample;
import io.torrentinno.agent.content.Scene;
import io.torrentinno.agent.engine.model.PieceSpan;
import io.torrentinno.agent.resource.reading.PieceSource.Answer;
import io.torrentinno.agent.resource.reading.VerifiedPieces;
import io.torrentinno.protocol.model.BlockRange;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PieceReadersTest {
  private static final int MOST_SPANS = 16;

  @TempDir Path data;

  private final EventLoop loop = new DefaultEventLoop();
  private final NothingVerified pieces = new NothingVerified();
  private Scene scene;
  private ResourceStorage storage;
  private PieceReaders readers;

  private final AtomicLong now = new AtomicLong(-1);

  @BeforeEach
  void open() throws Exception {
    scene = new Scene(data);
    storage = scene.open(Sample.ofPieces(100, 100).savedAt(data.resolve("file")));
    readers =
        new PieceReaders(
            pieces,
            storage,
            loop,
            e -> {
              throw new AssertionError(e);
            },
            now::get);
  }

  @AfterEach
  void close() throws Exception {
    loop.shutdownGracefully(0, 0, TimeUnit.SECONDS).sync();
    storage.close();
    scene.close();
  }

  @Test
  void putsTheNewestReaderFirst() throws Exception {
    read("gone", 10);
    read("live", 50);

    assertThat(pieces.spans).containsExactly(span(50), span(10));
  }

  @Test
  void putsAReaderFirstThatComesToAnotherPiece() throws Exception {
    read("moving", 10);
    read("other", 50);
    read("moving", 11);

    assertThat(pieces.spans).containsExactly(span(11), span(50));
  }

  @Test
  void leavesAReaderInItsOrderThatStaysAtItsPiece() throws Exception {
    read("staying", 10);
    read("other", 50);
    read("staying", 10);

    assertThat(pieces.spans).containsExactly(span(50), span(10));
  }

  /** Or readers that jump would take all bytes of a slow line. */
  @Test
  void putsReadersFirstThatHaveWaitedLong() throws Exception {
    read("first", 10);
    pass(1);
    read("second", 20);
    pass(5);
    read("jumping", 30);
    assertThat(pieces.spans).containsExactly(span(10), span(30), span(20));

    pass(1);
    read("jumping", 40);
    assertThat(pieces.spans).containsExactly(span(10), span(20), span(40));

    read("first", 11);
    assertThat(pieces.spans).containsExactly(span(20), span(11), span(40));
  }

  @Test
  void countsTheWaitOfAReaderThatAsksAgain() throws Exception {
    read("asking", 10);
    pass(3);
    read("asking", 10);
    pass(3);
    read("other", 50);

    assertThat(pieces.spans).containsExactly(span(10), span(50));
  }

  private void pass(int seconds) {
    now.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
  }

  @Test
  void leavesOutTheOldestOfTooManyReaders() throws Exception {
    for (int i = 0; i <= MOST_SPANS; i++) {
      read("reader " + i, i);
    }

    assertThat(pieces.spans)
        .containsExactlyElementsOf(
            IntStream.iterate(MOST_SPANS, i -> i > 0, i -> i - 1)
                .mapToObj(PieceReadersTest::span)
                .toList());
  }

  private void read(Object reader, int piece) throws Exception {
    CompletableFuture<Answer> asked = readers.open(reader, span(piece));
    loop.submit(() -> {}).sync();
    assertThat(asked).isNotDone();
  }

  private static PieceSpan span(int piece) {
    return new PieceSpan(piece, piece + 2);
  }

  /** A resource of which no piece comes. */
  private static final class NothingVerified implements VerifiedPieces {
    /** What is fetched before all others. Changed on the loop. */
    volatile List<PieceSpan> spans = List.of();

    @Override
    public boolean has(int piece) {
      return false;
    }

    @Override
    public boolean isComplete() {
      return false;
    }

    @Override
    public void whenUnchanged(int piece, Runnable read) {
      throw new AssertionError("no piece is verified");
    }

    @Override
    public void doubt(BlockRange range) {
      throw new AssertionError("no piece is read");
    }

    @Override
    public void readersMoved(List<PieceSpan> now) {
      spans = now;
    }
  }
}
