package io.torrentinno.agent.resource.changes;

import io.torrentinno.agent.content.ResourceStorage;
import io.torrentinno.agent.content.disk.StorageException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Allows to send blocks only of files that are unchanged since they were verified, each as {@link
 * UnchangedFile} does. It keeps the state of the files that were requested last. All calls are made
 * on one event loop.
 */
public final class UnchangedFiles {
  private static final int REMEMBERED = 1024;

  /** Files that one thread checks in one go, so that their blocks are sent meanwhile. */
  private static final int MOST_TOGETHER = 32;

  private final Executor loop;
  private final LongSupplier clock;
  private final ResourceStorage storage;
  private final Consumer<StorageException> changed;

  /** As many files as can be checked in little time; in a resource of a single file, that file. */
  private final UnchangedFile whole;

  private final Map<Integer, UnchangedFile> files = new EldestForgotten();

  /** The checks that begin at the end of this turn of the loop, by piece. */
  private final Map<Integer, CompletableFuture<Void>> asked = new LinkedHashMap<>();

  private boolean stopped;

  /** As {@link UnchangedFile}. {@code changed} is called once for all files. */
  public UnchangedFiles(
      Executor loop,
      LongSupplier clock,
      ResourceStorage storage,
      Consumer<StorageException> changed) {
    this.loop = loop;
    this.clock = clock;
    this.storage = storage;
    this.changed = changed;
    this.whole = new UnchangedFile(loop, clock, storage.checks()::unchanged, this::fail);
  }

  /** Sends now, or when the file of the piece is found unchanged, or never. */
  public void whenUnchanged(int piece, Runnable send) {
    if (!stopped) {
      fileOf(piece).whenUnchanged(send);
    }
  }

  /**
   * Checks as many files as can be checked in little time, unless that was done in the last second.
   */
  public void look() {
    if (!stopped) {
      whole.look();
    }
  }

  /** As {@link UnchangedFile#doubt}. */
  public void doubt(int piece, CompletableFuture<Void> read) {
    fileOf(piece).doubt(read);
  }

  /** Drops the blocks that wait. */
  public void stop() {
    stopped = true;
    whole.stop();
    files.values().forEach(UnchangedFile::stop);
  }

  private UnchangedFile fileOf(int piece) {
    return storage.isFolder()
        ? files.computeIfAbsent(
            storage.fileOf(piece),
            _ -> new UnchangedFile(loop, clock, () -> lookSoon(piece), this::fail))
        : whole;
  }

  /** Checks the file of a piece together with others that are requested in this turn. */
  private CompletableFuture<Void> lookSoon(int piece) {
    if (asked.isEmpty()) {
      loop.execute(this::ask);
    }
    return asked.computeIfAbsent(piece, _ -> new CompletableFuture<>());
  }

  private void ask() {
    Map<Integer, CompletableFuture<Void>> together = new LinkedHashMap<>();
    for (Map.Entry<Integer, CompletableFuture<Void>> each : asked.entrySet()) {
      together.put(each.getKey(), each.getValue());
      if (together.size() == MOST_TOGETHER) {
        storage.checks().unchanged(together);
        together = new LinkedHashMap<>();
      }
    }
    asked.clear();
    if (!together.isEmpty()) {
      storage.checks().unchanged(together);
    }
  }

  private void fail(StorageException failure) {
    if (!stopped) {
      stop();
      changed.accept(failure);
    }
  }

  private static final class EldestForgotten extends LinkedHashMap<Integer, UnchangedFile> {
    private static final long serialVersionUID = 1L;

    EldestForgotten() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Integer, UnchangedFile> eldest) {
      return size() > REMEMBERED;
    }
  }
}
