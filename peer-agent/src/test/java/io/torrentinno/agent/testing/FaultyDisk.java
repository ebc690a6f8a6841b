package io.torrentinno.agent.testing;

import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.CopyOption;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Fails in one step with one kind of files, as long as it is told to. */
public final class FaultyDisk implements Disk {
  /** What fails. */
  public enum Step {
    OPEN_TO_WRITE,
    READ,
    WRITE,
    FLUSH,
    LIST,
    MAKE_FOLDER,
    DELETE,
    MOVE,
    LINK
  }

  /** How it fails, and what Linux says then. */
  public enum Fault {
    EIO("Input/output error"),
    ENOSPC("No space left on device"),
    EROFS("Read-only file system"),
    EDQUOT("Disk quota exceeded"),
    EACCES("Permission denied");

    private final String message;

    Fault(String message) {
      this.message = message;
    }

    IOException with(Path path) {
      return this == EACCES
          ? new AccessDeniedException(path.toString())
          : new FileSystemException(path.toString(), null, message);
    }

    IOException withOpenFile() {
      return new IOException(message);
    }
  }

  private record Rule(Step step, Predicate<Path> files, Fault fault) {}

  private volatile @Nullable Rule rule;

  /**
   * Fails from here on, in the place of what failed before.
   *
   * @param files those that are concerned, by their real paths
   */
  public void fail(Step step, Predicate<Path> files, Fault fault) {
    rule = new Rule(step, files, fault);
  }

  /** Fails no more. */
  public void heal() {
    rule = null;
  }

  @Nullable Fault faultOf(Step step, Path path) {
    Rule now = rule;
    return now != null && now.step == step && now.files.test(path) ? now.fault : null;
  }

  private void require(Step step, Path path) throws IOException {
    Fault fault = faultOf(step, path);
    if (fault != null) {
      throw fault.with(path);
    }
  }

  /**
   * What is opened to be read alone is opened as it is, so that it can be sent to a socket without
   * copying; what can't be read is a folder in its place.
   */
  @Override
  public FileChannel open(
      Path file, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    boolean readOnly = Set.of(READ).equals(options) || isServed(options);
    if (!readOnly && !options.isEmpty()) {
      require(Step.OPEN_TO_WRITE, file);
    }
    if (isServed(options)) {
      boolean unreadable = faultOf(Step.READ, file) != null;
      Path opened = unreadable ? Objects.requireNonNull(file.getParent()) : file;
      return FileChannel.open(opened, options, attributes);
    }
    return new FaultyChannel(FileChannel.open(file, options, attributes), this, file);
  }

  private static boolean isServed(Set<? extends OpenOption> options) {
    return Set.of(READ, LinkOption.NOFOLLOW_LINKS).equals(options);
  }

  @Override
  public void list(Path folder) throws IOException {
    require(Step.LIST, folder);
  }

  @Override
  public void makeFolder(Path folder, FileAttribute<?>... attributes) throws IOException {
    require(Step.MAKE_FOLDER, folder);
    Disk.super.makeFolder(folder, attributes);
  }

  @Override
  public void delete(Path path) throws IOException {
    require(Step.DELETE, path);
    Disk.super.delete(path);
  }

  @Override
  public void move(Path from, Path to, CopyOption... options) throws IOException {
    require(Step.MOVE, to);
    Disk.super.move(from, to, options);
  }

  @Override
  public void link(Path link, Path existing) throws IOException {
    require(Step.LINK, link);
    Disk.super.link(link, existing);
  }
}
