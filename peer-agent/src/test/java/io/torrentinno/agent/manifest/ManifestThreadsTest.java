package io.torrentinno.agent.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.torrentinno.agent.hashing.Cancellation;
import io.torrentinno.agent.hashing.HashingPool;
import io.torrentinno.protocol.manifest.ManifestException;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ManifestThreadsTest {
  private static final long LONG = ManifestThreads.SHORT + 1;

  private final HashingPool pool = new HashingPool(1);
  private final ManifestThreads threads = new ManifestThreads(pool);
  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void close() {
    callers.close();
    pool.close();
  }

  @Test
  void readsAShortTextOnTheThreadThatAsks() throws Exception {
    Thread worker = onVirtualThread(ManifestThreads.SHORT, Thread::currentThread);

    assertThat(worker.isVirtual()).isTrue();
  }

  @Test
  void readsALongTextOnAThreadThatHashes() throws Exception {
    Thread worker = onVirtualThread(LONG, Thread::currentThread);

    assertThat(worker.getName()).startsWith("hashing-");
  }

  @Test
  void staysOnAThreadThatKeepsNothingFromOthers() throws Exception {
    assertThat(threads.call(LONG, Thread::currentThread)).isSameAs(Thread.currentThread());
  }

  @Test
  void saysWhatIsWrongWithALongText() {
    ManifestException refusal =
        new ManifestException(ManifestException.Reason.MALFORMED_JSON, "not JSON");

    assertThatThrownBy(() -> onVirtualThread(LONG, () -> fail(refusal))).isSameAs(refusal);
  }

  @Test
  void saysThatALongTextCanNotBeRead() {
    IOException failure = new IOException("no disk");

    assertThatThrownBy(() -> onVirtualThread(LONG, () -> fail(failure))).isSameAs(failure);
  }

  @Test
  void readsNothingThatIsCancelled() {
    Cancellation cancellation = new Cancellation();
    cancellation.cancel();

    assertThatThrownBy(() ->
            callers
                .submit(() -> threads.call(LONG, () -> fail(new IOException()), cancellation))
                .get())
        .hasCauseInstanceOf(CancellationException.class);
  }

  private <T> T onVirtualThread(long length, ManifestThreads.Work<T> work) throws Exception {
    try {
      return callers.submit(() -> threads.call(length, work)).get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private static Thread fail(Exception failure) throws ManifestException, IOException {
    switch (failure) {
      case ManifestException e -> throw e;
      case IOException e -> throw e;
      default -> throw new IllegalArgumentException(failure);
    }
  }
}
