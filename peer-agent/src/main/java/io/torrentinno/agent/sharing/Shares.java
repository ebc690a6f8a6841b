package io.torrentinno.agent.sharing;

import io.torrentinno.agent.content.check.FileHashing;
import io.torrentinno.agent.content.check.FileStates;
import io.torrentinno.agent.content.disk.FileStamp;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.disk.StorageException.Reason;
import io.torrentinno.agent.content.state.StateFolder;
import io.torrentinno.agent.hashing.PiecePlaces;
import io.torrentinno.agent.hashing.Urgency;
import io.torrentinno.protocol.model.PieceHash;
import io.torrentinno.protocol.model.PieceLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hashes files that are to be shared, and makes resources of them by a {@link Sharer}. A share that
 * is stored continues after a restart. The outcome of one that is kept can be read for an hour
 * after its end, also after a restart. Safe for use by several threads.
 */
public final class Shares implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Shares.class);
  private static final long REMEMBERED_NANOS = TimeUnit.HOURS.toNanos(1);
  private static final int MOST_ENDED = 1000;
  private static final int ID_BYTES = 8;

  private final StateFolder state;
  private final ShareFolder folder;
  private final ExecutorService background;
  private final Sharer sharer;
  private final SecureRandom random = new SecureRandom();

  // Guarded by this. In the order in which they began. Those that have ended are included if they
  // are kept.
  private final Map<String, Share> shares = new LinkedHashMap<>();
  private boolean closing;

  /**
   * No shares yet.
   *
   * @param background a virtual thread per task; the owner waits for its end after {@link #close}
   * @param clock the time of day
   */
  public Shares(StateFolder state, ExecutorService background, Sharer sharer, InstantSource clock) {
    this.state = state;
    this.folder = new ShareFolder(state.shares(), clock);
    this.background = background;
    this.sharer = sharer;
  }

  /**
   * Continues the shares that were under way when the agent ended, and remembers those that had
   * ended.
   */
  public void load() {
    List<ShareFolder.Loaded> loaded = folder.load();
    loaded.stream().sorted(Comparator.comparing(Shares::age).reversed()).forEach(this::load);
    forgetOld();
  }

  private static Duration age(ShareFolder.Loaded loaded) {
    ShareFolder.End end = loaded.end();
    return end == null ? Duration.ZERO : end.age();
  }

  private void load(ShareFolder.Loaded loaded) {
    Share share = new Share(loaded.id(), loaded.source(), Urgency.RESTART);
    share.stored = true;
    share.kept = true;
    ShareFolder.End end = loaded.end();
    if (end == null) {
      start(share);
      return;
    }
    share.progress(end.progress().size(), end.progress().hashed());
    share.endedAt = System.nanoTime() - end.age().toNanos();
    switch (end.outcome()) {
      case Sharer.Shared shared -> share.outcome().complete(shared);
      case Sharer.Problem problem ->
          share.outcome().completeExceptionally(new PastFailure(problem));
    }
    synchronized (this) {
      shares.put(share.id(), share);
    }
  }

  /**
   * The share that hashes a file.
   *
   * @param joined whether the share was under way before
   */
  public record Begun(Share share, boolean joined) {}

  /** Begins to hash a file. If a share that is under way does the same, returns that one. */
  public Begun begin(ShareSource source) {
    forgetOld();
    Share fresh;
    synchronized (this) {
      for (Share other : shares.values()) {
        if (!other.outcome().isDone() && isSame(other.source(), source)) {
          return new Begun(other, true);
        }
      }
      fresh = new Share(newId(), source, Urgency.PERSON);
      shares.put(fresh.id(), fresh);
    }
    start(fresh);
    return new Begun(fresh, false);
  }

  /** Makes a share that is under way continue after a restart; blocks on the disk. */
  public void store(Share share) {
    synchronized (this) {
      if (share.outcome().isDone()) {
        return;
      }
      share.stored = true;
    }
    write(share);
  }

  /**
   * Stores a share as {@link #store}, and keeps its outcome for an hour after its end.
   *
   * @return false when it has ended already
   */
  public boolean keep(Share share) {
    synchronized (this) {
      if (share.outcome().isDone()) {
        return false;
      }
      share.kept = true;
      if (share.stored) {
        return true;
      }
    }
    store(share);
    return true;
  }

  /**
   * Writes the present state of a share to the disk, or deletes it there. Of several threads that
   * do this, the last one writes the last state.
   */
  private void write(Share share) {
    synchronized (share) {
      boolean isThere;
      synchronized (this) {
        isThere = share.stored && (share.interrupted || shares.containsKey(share.id()));
      }
      if (!isThere) {
        folder.delete(share);
        return;
      }
      CompletableFuture<Sharer.Shared> outcome = share.outcome();
      try {
        switch (outcome.state()) {
          case SUCCESS -> folder.save(share, outcome.resultNow());
          case FAILED -> folder.save(share, sharer.problem(outcome.exceptionNow()));
          case RUNNING, CANCELLED -> folder.save(share);
        }
      } catch (IOException e) {
        log.warn(
            "The share of {} can't be stored for a restart: {}",
            share.source().file(),
            e.toString());
      }
    }
  }

  /** The shares that are under way, and those that have ended and are kept. */
  public List<Share> all() {
    forgetOld();
    synchronized (this) {
      return List.copyOf(shares.values());
    }
  }

  public Optional<Share> find(String id) {
    forgetOld();
    synchronized (this) {
      return Optional.ofNullable(shares.get(id));
    }
  }

  /** Ends a share if it is under way, and forgets it. */
  public void cancel(Share share) {
    synchronized (this) {
      shares.remove(share.id());
    }
    share.cancellation().cancel();
    write(share);
  }

  /** Ends hashing. The shares that are stored continue with the next start. */
  @Override
  public void close() {
    List<Share> left;
    synchronized (this) {
      closing = true;
      left = List.copyOf(shares.values());
    }
    left.forEach(share -> share.cancellation().cancel());
  }

  private void start(Share share) {
    synchronized (this) {
      if (closing) {
        share.cancellation().cancel();
      }
      shares.put(share.id(), share);
    }
    background.execute(() -> run(share));
  }

  private void run(Share share) {
    try {
      Sharer.Present present = sharer.present(share.source(), share.cancellation());
      Sharer.Shared shared;
      if (present == null) {
        shared = sharer.seed(share.source(), hash(share), share.cancellation());
      } else {
        share.progress(present.size(), present.size());
        shared = new Sharer.Shared(present.infoHash(), false);
      }
      end(share, outcome -> outcome.complete(shared));
    } catch (CancellationException e) {
      cancelled(share, e);
    } catch (IOException e) {
      fail(share, StorageException.of(share.source().file(), e));
    } catch (StorageException | RuntimeException e) {
      fail(share, e);
    } catch (Error e) { // Callers must not wait for ever.
      fail(share, new IllegalStateException(e));
    }
  }

  private void fail(Share share, Exception cause) {
    discardUpload(share);
    end(share, outcome -> outcome.completeExceptionally(cause));
  }

  private Hashed hash(Share share) throws StorageException, IOException {
    folder.make();
    FileHashing hashing = state.hashing(folder.hashes(share));
    return share.source().version() == 2
        ? TreeHashing.run(share, hashing)
        : hashFile(share, hashing);
  }

  private HashedFile hashFile(Share share, FileHashing hashing)
      throws StorageException, IOException {
    ShareSource source = share.source();
    FileStamp.Dated now = FileStamp.Dated.of(source.file());
    FileStamp stamp = now.stamp();
    int pieceSize = sharer.pieceSize(source, stamp.size());
    PieceLayout layout = layout(stamp.size(), pieceSize);
    List<PieceHash> hashes = new ArrayList<>();
    share.progress(stamp.size(), 0);
    hashing.hash(
        source.file(),
        FileHashing.Subject.upTo(layout.count(), PiecePlaces.ofFile(layout), FileStates.of(now)),
        share.urgency(),
        share.cancellation(),
        (_, hash) -> {
          hashes.add(hash);
          share.progress(stamp.size(), Math.min(stamp.size(), (long) hashes.size() * pieceSize));
        });
    if (hashes.size() < layout.count() || !FileStamp.of(source.file()).isSame(stamp)) {
      throw new StorageException(
          Reason.FILE_CHANGED,
          "the file changed while it was read: " + source.file() + ". Share it again");
    }
    return new HashedFile(stamp, pieceSize, List.copyOf(hashes));
  }

  private static PieceLayout layout(long size, int pieceSize) {
    int[] sizes = new int[Math.toIntExact(Math.ceilDiv(size, (long) pieceSize))];
    Arrays.fill(sizes, pieceSize);
    sizes[sizes.length - 1] = (int) (size - (sizes.length - 1L) * pieceSize);
    return new PieceLayout(sizes);
  }

  private void end(Share share, Consumer<CompletableFuture<Sharer.Shared>> outcome) {
    synchronized (this) {
      share.endedAt = System.nanoTime();
      if (!share.kept) {
        shares.remove(share.id());
      }
      outcome.accept(share.outcome()); // Nobody sees it before the share is removed.
    }
    write(share);
  }

  /** A person has cancelled a share, or the agent ends. */
  private void cancelled(Share share, CancellationException cause) {
    boolean interrupted;
    synchronized (this) {
      interrupted = closing && share.stored && shares.containsKey(share.id());
      share.interrupted = interrupted;
      shares.remove(share.id());
      share.outcome().completeExceptionally(cause);
    }
    if (!interrupted) {
      discardUpload(share);
      write(share);
    }
  }

  /** Deletes an upload that can't be shared. */
  private static void discardUpload(Share share) {
    if (share.source().uploaded()) {
      try {
        Files.deleteIfExists(share.source().file());
      } catch (IOException e) {
        log.warn("An upload that is not shared can't be deleted: {}", e.toString());
      }
    }
  }

  private static boolean isSame(ShareSource one, ShareSource other) {
    return one.file().equals(other.file())
        && one.part().equals(other.part())
        && one.name().equals(other.name())
        && one.comment().equals(other.comment())
        && one.format().equals(other.format());
  }

  private void forgetOld() {
    List<Share> old;
    synchronized (this) {
      old = old();
      old.forEach(share -> shares.remove(share.id()));
    }
    old.forEach(this::write);
  }

  /** The caller holds the lock. */
  private List<Share> old() {
    long now = System.nanoTime();
    List<Share> ended = shares.values().stream().filter(it -> it.outcome().isDone()).toList();
    int surplus = ended.size() - MOST_ENDED;
    List<Share> old = new ArrayList<>();
    for (int i = 0; i < ended.size(); i++) {
      if (i < surplus || now - ended.get(i).endedAt > REMEMBERED_NANOS) {
        old.add(ended.get(i));
      }
    }
    return old;
  }

  private String newId() {
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    return HexFormat.of().formatHex(id);
  }
}
