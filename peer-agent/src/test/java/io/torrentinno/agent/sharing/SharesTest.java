package io.torrentinno.agent.sharing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.disk.StorageException.Reason;
import io.torrentinno.agent.content.state.StateFolder;
import io.torrentinno.agent.hashing.Cancellation;
import io.torrentinno.agent.selection.FolderPart;
import io.torrentinno.protocol.model.InfoHash;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shares after restarts, some of them after a long time. */
class SharesTest implements Sharer {
  private static final InfoHash DONE = InfoHash.parse("ab".repeat(32));
  private static final long SIZE = 1000;

  @TempDir private Path data;

  private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
  private StateFolder state;
  private Instant now = Instant.EPOCH.plus(Duration.ofDays(20_000));
  private Shares shares;

  /** The outcome of all shares, when it is completed. */
  private final CompletableFuture<Sharer.Present> outcome = new CompletableFuture<>();

  @BeforeEach
  void open() throws Exception {
    state = StateFolder.open(data);
    shares = start();
  }

  @AfterEach
  void close() {
    outcome.cancel(true);
    background.close();
    state.close();
  }

  @Test
  void keepsTheOutcomeOfAShareForAnHour() throws Exception {
    Share share = begin();
    assertThat(shares.keep(share)).isTrue();
    end(share);
    pass(Duration.ofMinutes(40));
    assertThat(start().find(share.id())).hasValueSatisfying(SharesTest::expectDone);
    pass(Duration.ofMinutes(19));
    assertThat(start().find(share.id())).hasValueSatisfying(SharesTest::expectDone);

    pass(Duration.ofMinutes(2));

    assertThat(start().all()).isEmpty();
    assertThat(document(share)).doesNotExist();
  }

  @Test
  void keepsWhyAShareHasFailed() throws Exception {
    Share share = begin();
    shares.keep(share);
    outcome.completeExceptionally(new StorageException(Reason.NO_SUCH_FILE, "it is gone"));
    await().until(() -> Files.readString(document(share)).contains("it is gone"));

    Share found = start().find(share.id()).orElseThrow();

    assertThat(found.outcome().exceptionNow())
        .isInstanceOfSatisfying(
            PastFailure.class, past -> assertThat(past.reason()).isEqualTo("StorageException"))
        .hasMessage("it is gone");
  }

  @Test
  void keepsAShareWhenSomebodyHasSetTheClockBack() throws Exception {
    Share share = begin();
    shares.keep(share);
    end(share);

    pass(Duration.ofDays(-1));

    assertThat(start().find(share.id())).hasValueSatisfying(SharesTest::expectDone);
  }

  @Test
  void storesAShareWhoseCallerWaitsUntilItsEnd() throws Exception {
    Share share = begin();
    shares.store(share);
    assertThat(document(share)).exists();

    outcome.complete(new Present(DONE, SIZE));

    await().until(() -> !Files.exists(document(share)));
    assertThat(shares.keep(share)).isFalse();
    assertThat(shares.all()).isEmpty();
    assertThat(document(share)).doesNotExist();
  }

  @Test
  void doesNotBringBackAShareThatWasCancelled() throws Exception {
    Share share = begin();
    shares.keep(share);

    shares.cancel(share);

    assertThat(document(share)).doesNotExist();
    shares.store(share);
    assertThat(document(share)).doesNotExist();
  }

  /** The documents of an earlier release have no end. */
  @Test
  void goesOnWithAShareOfAnEarlierRelease() throws Exception {
    Path folder = Files.createDirectories(state.shares());
    Files.writeString(
        folder.resolve("0123456789abcdef.json"),
        "{\"file\":\"/x\",\"name\":\"x\",\"comment\":\"\",\"uploaded\":false,\"version\":2}");

    Share share = start().find("0123456789abcdef").orElseThrow();

    assertThat(share.source().file()).isEqualTo(Path.of("/x"));
    assertThat(share.outcome()).isNotDone();
    end(share);
    expectDone(share);
  }

  private Shares start() {
    Shares started = new Shares(state, background, this, () -> now);
    started.load();
    return started;
  }

  private Share begin() {
    ShareSource.Content content =
        new ShareSource.Content(data.resolve("file"), FolderPart.WHOLE, false);
    ShareSource.Format format = new ShareSource.Format(null, 2, null);
    return shares.begin(new ShareSource(content, "file", "", format)).share();
  }

  private void end(Share share) throws Exception {
    outcome.complete(new Present(DONE, SIZE));
    await().until(() -> share.outcome().isDone());
    await().until(() -> Files.readString(document(share)).contains(DONE.toString()));
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  private Path document(Share share) {
    return state.shares().resolve(share.id() + ".json");
  }

  private static void expectDone(Share share) {
    assertThat(share.outcome()).isCompletedWithValue(new Shared(DONE, false));
    assertThat(share.progress()).isEqualTo(new Share.Progress(SIZE, SIZE, true));
  }

  @Override
  public int pieceSize(ShareSource source, long size) {
    return 1 << 16;
  }

  @Override
  public @Nullable Present present(ShareSource source, Cancellation cancellation)
      throws StorageException {
    try {
      return outcome.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof StorageException failure) {
        throw failure;
      }
      throw e;
    }
  }

  @Override
  public Shared seed(ShareSource source, Hashed hashed, Cancellation cancellation) {
    throw new AssertionError("nothing is hashed here");
  }

  @Override
  public Problem problem(Throwable cause) {
    return new Problem(cause.getClass().getSimpleName(), String.valueOf(cause.getMessage()));
  }
}
