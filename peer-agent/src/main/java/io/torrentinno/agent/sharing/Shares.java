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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hashes files that are to be shared, and makes resources of them by a {@link Sharer}. A share that
 * is kept continues after a restart, and its outcome can be read for an hour after its end. Safe
 * for use by several threads.
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
   */
  public Shares(StateFolder state, ExecutorService background, Sharer sharer) {
    this.state = state;
    this.folder = new ShareFolder(state.shares());
    this.background = background;
    this.sharer = sharer;
  }

  /** Continues the shares that were under way when the agent ended. */
  public void load() {
    folder
        .load()
        .forEach((id, source) -> {
          Share share = new Share(id, source, Urgency.RESTART);
          share.kept = true;
          start(share);
        });
  }

  /**
   * The share that hashes a file.
   *
   * @param joined whether the share was under way before
   */
  public record Begun(Share share, boolean joined) {}

  /** Begins to hash a file. If a share that is under way does the same, returns that one. */
  public Begun begin(ShareSource source) {
    Share fresh;
    synchronized (this) {
      forgetOld();
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

  /**
   * Keeps a share over a restart and after its end; blocks on the disk.
   *
   * @return false when it has ended already
   */
  public boolean keep(Share share) {
    synchronized (this) {
      if (share.outcome().isDone()) {
        return false;
      }
      if (share.kept) {
        return true;
      }
      share.kept = true;
    }
    try {
      folder.save(share);
    } catch (IOException e) {
      log.warn(
          "{} is being shared, but will not continue after a restart: {}",
          share.source().file(),
          e.toString());
    }
    if (share.outcome().isDone()) {
      folder.delete(share); // The share has ended meanwhile.
    }
    return true;
  }

  /** The shares that are under way, and those that have ended and are kept. */
  public synchronized List<Share> all() {
    forgetOld();
    return List.copyOf(shares.values());
  }

  public synchronized Optional<Share> find(String id) {
    forgetOld();
    return Optional.ofNullable(shares.get(id));
  }

  /** Ends a share that is under way, and forgets it. */
  public void cancel(Share share) {
    synchronized (this) {
      shares.remove(share.id());
    }
    share.cancellation().cancel();
  }

  /** Ends hashing. The shares that are kept continue with the next start. */
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
      Sharer.Shared present = sharer.present(share.source(), share.cancellation());
      Sharer.Shared shared =
          present == null
              ? sharer.seed(share.source(), hash(share), share.cancellation())
              : present;
      end(share, false);
      share.outcome().complete(shared);
    } catch (CancellationException e) {
      end(share, true);
      share.outcome().completeExceptionally(e);
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
    end(share, false);
    share.outcome().completeExceptionally(cause);
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

  private void end(Share share, boolean cancelled) {
    boolean goesOn;
    synchronized (this) {
      goesOn = cancelled && closing && share.kept && shares.containsKey(share.id());
      share.endedAt = System.nanoTime();
      if (cancelled || !share.kept) {
        shares.remove(share.id());
      }
    }
    if (!goesOn) {
      if (cancelled) {
        discardUpload(share);
      }
      folder.delete(share);
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

  /** The caller holds the lock. */
  private void forgetOld() {
    long now = System.nanoTime();
    shares.values().removeIf(it -> it.outcome().isDone() && now - it.endedAt > REMEMBERED_NANOS);
    long surplus =
        shares.values().stream().filter(it -> it.outcome().isDone()).count() - MOST_ENDED;
    if (surplus > 0) {
      List<Share> oldest =
          shares.values().stream().filter(it -> it.outcome().isDone()).limit(surplus).toList();
      shares.values().removeAll(oldest);
    }
  }

  private String newId() {
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    return HexFormat.of().formatHex(id);
  }
}
