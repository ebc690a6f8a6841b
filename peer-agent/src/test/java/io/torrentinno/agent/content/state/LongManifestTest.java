package io.torrentinno.agent.content.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.torrentinno.agent.hashing.HashingTicket;
import io.torrentinno.agent.hashing.Held;
import io.torrentinno.agent.hashing.Urgency;
import io.torrentinno.agent.manifest.ManifestV1;
import io.torrentinno.protocol.manifest.Manifest;
import java.util.Collections;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What takes long is not done on virtual threads. */
@Timeout(60)
class LongManifestTest extends StateFolderScene {
  private static final int MOST_THREADS = 4;

  @Test
  void isWrittenOnAThreadThatHashes() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    for (int i = 0; i < MOST_THREADS; i++) {
      HashingTicket _ = state.hashing().submit(new Held(release), Urgency.PERSON);
    }
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> added = callers.submit(() -> add(resource("long", 5000)));
      await().until(() -> state.hashing().size() == MOST_THREADS + 1);

      assertThat(callers.submit(() -> add(resource("short", 1))).get()).isTrue();
      assertThat(added).isNotDone();
      release.countDown();

      added.get();
    } finally {
      release.countDown();
    }
    assertThat(state.load()).hasSize(2);
  }

  private boolean add(SavedResource resource) throws Exception {
    state.add(resource);
    return true;
  }

  private SavedResource resource(String name, int pieces) {
    Manifest.Piece piece = new Manifest.Piece("ab".repeat(32), 3);
    Manifest manifest =
        new Manifest(
            "127.0.0.1", 8080, "", "2026-01-01T00:00:00", name, Collections.nCopies(pieces, piece));
    return new SavedResource(
        ManifestV1.of(manifest), data.resolve(name), false, ResourceChoices.NONE);
  }
}
