package io.torrentinno.agent.resource.changes;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.disk.StorageException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class UnchangedFileTest {
  private final List<String> sent = new ArrayList<>();
  private final List<StorageException> failures = new ArrayList<>();
  private final List<CompletableFuture<Void>> looks = new ArrayList<>();
  private long now;

  private final UnchangedFile file =
      new UnchangedFile(Runnable::run, () -> now, this::look, failures::add);

  @Test
  void sendsNothingBeforeTheFileWasLookedAt() {
    send("a");
    send("b");

    assertThat(sent).isEmpty();
    looks.getFirst().complete(null);
    assertThat(sent).containsExactly("a", "b");
    assertThat(looks).hasSize(1);
  }

  @Test
  void looksOnceASecondAtMost() {
    send("a");
    looks.getFirst().complete(null);
    now += TimeUnit.MILLISECONDS.toNanos(999);
    send("b");
    file.look();

    assertThat(sent).containsExactly("a", "b");
    assertThat(looks).hasSize(1);

    now += TimeUnit.MILLISECONDS.toNanos(1);
    send("c");
    assertThat(sent).containsExactly("a", "b");
    assertThat(looks).hasSize(2);
  }

  @Test
  void sendsNothingMoreOfAFileThatHasChanged() {
    StorageException changed = new StorageException(Reason.FILE_CHANGED, "the file was changed");
    send("a");
    looks.getFirst().completeExceptionally(changed);
    send("b");

    assertThat(sent).isEmpty();
    assertThat(failures).containsExactly(changed);
    assertThat(looks).hasSize(1);
  }

  @Test
  void sendsNothingMoreOfAFileThatCanNotBeRead() {
    send("a");
    looks.getFirst().complete(null);
    StorageException unreadable = new StorageException(Reason.IO, "can't read");

    file.doubt(CompletableFuture.failedFuture(unreadable));
    file.doubt(CompletableFuture.failedFuture(unreadable));
    send("b");

    assertThat(sent).containsExactly("a");
    assertThat(failures).containsExactly(unreadable);
  }

  @Test
  void sendsOnWhenItWasThePeerThatABlockCouldNotBeSentTo() {
    send("a");
    looks.getFirst().complete(null);

    file.doubt(CompletableFuture.completedFuture(null));
    send("b");

    assertThat(sent).containsExactly("a", "b");
    assertThat(failures).isEmpty();
  }

  @Test
  void saysNothingAfterItWasStopped() {
    send("a");
    file.stop();
    looks.getFirst().completeExceptionally(new StorageException(Reason.FILE_CHANGED, "changed"));

    assertThat(sent).isEmpty();
    assertThat(failures).isEmpty();
  }

  private void send(String what) {
    file.whenUnchanged(() -> sent.add(what));
  }

  private CompletableFuture<Void> look() {
    looks.add(new CompletableFuture<>());
    return looks.getLast();
  }
}
