package io.torrentinno.agent.hashing;

import static java.nio.file.StandardOpenOption.READ;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.torrentinno.agent.files.OpenFile;
import io.torrentinno.agent.files.PieceFiles;
import io.torrentinno.protocol.model.PieceHash;
import io.torrentinno.protocol.model.PieceLayout;
import io.torrentinno.protocol.model.Sha256;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One resource that is hashed by several tasks. */
@Timeout(60)
class SharedHashingTest {
  private static final int PIECES = 40;
  private static final int PIECE = 512 << 10;
  private static final int THREADS = 3;

  @TempDir private Path folder;

  private final HashingPool pool = new HashingPool(THREADS);
  private final List<Integer> order = new ArrayList<>();
  private final List<PieceHash> hashes = new ArrayList<>();
  private byte[] content;
  private OpenFile file;

  @BeforeEach
  void open() throws IOException {
    content = new byte[PIECES * PIECE];
    new Random(1).nextBytes(content);
    file = new OpenFile(FileChannel.open(Files.write(folder.resolve("f"), content), READ));
  }

  @AfterEach
  void close() {
    pool.close();
    file.release();
  }

  @Test
  void handsHashesOnInTheOrderOfThePieces() throws Exception {
    run(_ -> file.retain(), new SharedHashing.Range(1, 5), new SharedHashing.Range(7, PIECES));

    List<Integer> pieces =
        IntStream.concat(IntStream.range(1, 5), IntStream.range(7, PIECES)).boxed().toList();
    assertThat(order).isEqualTo(pieces);
    assertThat(hashes).isEqualTo(pieces.stream().map(this::expected).toList());
  }

  /** No thread reads on before all have begun. */
  @Test
  void readsWithAllThreads() throws Exception {
    CountDownLatch begun = new CountDownLatch(THREADS);
    Set<Thread> threads = ConcurrentHashMap.newKeySet();

    run(
        _ -> {
          if (threads.add(Thread.currentThread())) {
            begun.countDown();
          }
          await(begun);
          return file.retain();
        },
        new SharedHashing.Range(0, PIECES));

    assertThat(threads).hasSize(THREADS);
    assertThat(order).hasSize(PIECES);
  }

  @Test
  void leavesOutWhatLiesBehindTheEndOfTheFile() throws Exception {
    Path brief = Files.write(folder.resolve("brief"), Arrays.copyOf(content, 30 * PIECE + 1));
    OpenFile opened = new OpenFile(FileChannel.open(brief, READ));

    run(_ -> opened.retain(), new SharedHashing.Range(0, PIECES));

    assertThat(order).isEqualTo(IntStream.range(0, 30).boxed().toList());
    opened.release();
  }

  @Test
  void endsWhenAFileCanNotBeRead() {
    assertThatThrownBy(() ->
            run(
                piece -> {
                  if (piece == 20) {
                    throw new IOException("broken");
                  }
                  return file.retain();
                },
                new SharedHashing.Range(0, PIECES)))
        .isInstanceOf(IOException.class)
        .hasMessage("broken");

    assertThat(order).hasSizeLessThanOrEqualTo(20);
    assertThat(pool.size()).isZero();
  }

  @Test
  void endsAllTasksWhenItIsCancelled() {
    Cancellation cancellation = new Cancellation();

    assertThatThrownBy(() ->
            new SharedHashing(
                    piece -> {
                      if (piece == 20) {
                        cancellation.cancel();
                      }
                      return file.retain();
                    },
                    places(),
                    List.of(new SharedHashing.Range(0, PIECES)),
                    this::hashed)
                .run(pool, Urgency.PERSON, cancellation))
        .isInstanceOf(CancellationException.class);

    assertThat(order).hasSizeLessThan(PIECES);
    assertThat(pool.size()).isZero();
  }

  private void run(PieceFiles files, SharedHashing.Range... ranges) throws IOException {
    new SharedHashing(files, places(), List.of(ranges), this::hashed)
        .run(pool, Urgency.PERSON, new Cancellation());
  }

  private void hashed(int piece, PieceHash hash) {
    order.add(piece);
    hashes.add(hash);
  }

  private PieceHash expected(int piece) {
    return PieceHash.of(
        Sha256.digest().digest(Arrays.copyOfRange(content, piece * PIECE, (piece + 1) * PIECE)), 0);
  }

  private static PiecePlaces places() {
    return PiecePlaces.ofFile(PieceLayout.uniform(PIECE, PIECES, PIECE));
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      if (!latch.await(30, TimeUnit.SECONDS)) {
        throw new IOException("not all threads read");
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
