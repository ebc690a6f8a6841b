package io.torrentinno.agent.files;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file that is opened when it is used and closed when the pool needs its place. It is always the
 * same file: when another file has taken its name, opening fails. Safe for use by several threads.
 */
public final class PooledFile implements AutoCloseable {
  /** Another file has the name of the one that was opened before. */
  public static final class ReplacedException extends IOException {
    private static final long serialVersionUID = 1L;

    ReplacedException(Path path) {
      super("another file has taken the place of " + path);
    }
  }

  /** Gives a file another name. */
  public interface Renaming {
    void run() throws IOException;
  }

  /** Opens a file; blocks. Tried again when too many files were open. */
  public interface Opening {
    FileChannel open() throws IOException;
  }

  private final FilePool pool;

  /** Opens it for the first time; null when that is done as later, under the name it has then. */
  private final @Nullable Opening first;

  private final Set<OpenOption> options;

  // Guarded by this.
  private Path path;
  private @Nullable Object identity;
  private boolean closed;

  private volatile @Nullable OpenFile open;
  private volatile long used;

  PooledFile(FilePool pool, Path path, @Nullable Opening first, Set<OpenOption> options) {
    this.pool = pool;
    this.path = path;
    this.first = first;
    this.options = options;
  }

  /**
   * The open file, which the caller releases after use. Opens the file if it is closed, which
   * blocks.
   *
   * @throws ReplacedException when another file has its name
   * @throws ClosedChannelException after {@link #close}
   */
  public OpenFile acquire() throws IOException {
    used = System.nanoTime();
    OpenFile current = open;
    return current != null && current.tryRetain() ? current : reopen();
  }

  private OpenFile reopen() throws IOException {
    OpenFile opened;
    synchronized (this) {
      OpenFile current = open;
      if (current != null && current.tryRetain()) {
        return current;
      }
      if (closed) {
        throw new ClosedChannelException();
      }
      Path known = path;
      Opening opening =
          first != null && identity == null ? first : () -> FileChannel.open(known, options);
      opened = new OpenFile(pool.open(opening));
      try {
        identify();
      } catch (IOException e) {
        opened.release();
        throw e;
      }
      open = opened.retain();
    }
    pool.opened(this);
    return opened;
  }

  private void identify() throws IOException {
    Object now = Files.readAttributes(path, BasicFileAttributes.class, NOFOLLOW_LINKS).fileKey();
    if (identity != null && !identity.equals(now)) {
      throw new ReplacedException(path);
    }
    identity = now;
  }

  /** Renames the file, which stays open for its users. */
  public synchronized void rename(Path to, Renaming renaming) throws IOException {
    renaming.run();
    path = to;
  }

  /** Forces all that was written to the file, through any channel, onto the disk; blocks. */
  public void force() throws IOException {
    OpenFile file = acquire();
    try {
      file.channel().force(true);
    } finally {
      file.release();
    }
  }

  /** Closes the file for good, once its last user has released it. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    pool.closed(this);
  }

  /** When the file was last acquired, by {@link System#nanoTime}. */
  long used() {
    return used;
  }

  /** Ends the use of the file by the pool itself. */
  synchronized void evict() {
    OpenFile current = open;
    open = null;
    if (current != null) {
      current.release();
    }
  }
}
