package io.torrentinno.protocol.token;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of a file that changes while a service runs. The file is read again when its size,
 * inode, or one of its times has changed: the time of its content, and the time of its owner and
 * permissions. When the changed file cannot be read, the old tokens stay valid: a typing error does
 * not refuse all callers, and does not accept new ones. The file is read again each second until it
 * can be read. Safe for use by several threads.
 */
public final class LiveTokens {
  private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

  private final Path path;
  private final LongSupplier nanoTime;
  private final Consumer<String> faults;
  private final ReentrantLock reading = new ReentrantLock();
  private volatile TokenList list;
  private volatile long checkedAt;

  // Guarded by reading, after the constructor.
  private @Nullable Stamp stamp;
  private @Nullable String fault;

  /**
   * Reads the file.
   *
   * @param nanoTime counts nanoseconds, as {@link System#nanoTime}
   * @param faults receives once the reason why a changed file cannot be read; must not block
   * @throws IOException when the file is there and cannot be read, or is not a token file
   */
  public LiveTokens(Path path, LongSupplier nanoTime, Consumer<String> faults) throws IOException {
    this.path = path;
    this.nanoTime = nanoTime;
    this.faults = faults;
    this.checkedAt = nanoTime.getAsLong();
    this.stamp = Stamp.of(path);
    this.list = new TokenFile(path).read();
  }

  /** The tokens as they were read last. Touches no file. */
  public TokenList current() {
    return list;
  }

  /**
   * The tokens of now. Looks at the file when the last look is a second old, so it may wait for the
   * disk; while another thread looks, the tokens are those before.
   */
  public TokenList refreshed() {
    long now = nanoTime.getAsLong();
    if (now - checkedAt >= PAUSE && reading.tryLock()) {
      try {
        checkedAt = now;
        readAgain();
      } finally {
        reading.unlock();
      }
    }
    return list;
  }

  private void readAgain() {
    try {
      Stamp found = Stamp.of(path);
      if (!found.equals(stamp)) {
        list = readUnlessGone();
        stamp = found; // only now: a faulty file is read again, though it is reported once
      }
      fault = null;
    } catch (IOException e) {
      String why = String.valueOf(e.getMessage());
      if (!why.equals(fault)) {
        fault = why;
        faults.accept(
            "the changed token file "
                + path
                + " cannot be read; the old tokens stay valid: "
                + why);
      }
    }
  }

  /** A missing file does not let everybody in; an empty file does. */
  private TokenList readUnlessGone() throws IOException {
    TokenList read = new TokenFile(path).read();
    if (read.isEmpty() && !list.isEmpty() && !Files.exists(path)) {
      throw new NoSuchFileException(
          path.toString(), null, "it is gone; an empty file would end them");
    }
    return read;
  }

  /**
   * What is compared.
   *
   * @param changed when content, owner or permissions were changed; the time of the content where
   *     the file system has no such time
   */
  private record Stamp(long size, FileTime time, FileTime changed, String inode) {
    private static final FileTime NEVER = FileTime.fromMillis(0);
    private static final Stamp NO_FILE = new Stamp(-1, NEVER, NEVER, "");

    static Stamp of(Path path) throws IOException {
      try {
        BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
        return new Stamp(
            file.size(),
            file.lastModifiedTime(),
            changed(path, file),
            String.valueOf(file.fileKey()));
      } catch (NoSuchFileException e) {
        return NO_FILE;
      }
    }

    private static FileTime changed(Path path, BasicFileAttributes file) throws IOException {
      return path.getFileSystem().supportedFileAttributeViews().contains("unix")
              && Files.getAttribute(path, "unix:ctime") instanceof FileTime time
          ? time
          : file.lastModifiedTime();
    }
  }
}
