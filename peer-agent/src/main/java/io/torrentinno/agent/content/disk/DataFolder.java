package io.torrentinno.agent.content.disk;

import static io.torrentinno.agent.content.disk.StorageException.Reason.BAD_NAME;
import static io.torrentinno.agent.content.disk.StorageException.Reason.FORBIDDEN_PATH;
import static io.torrentinno.agent.content.disk.StorageException.Reason.IO;
import static io.torrentinno.agent.content.disk.StorageException.Reason.NO_SUCH_FILE;

import io.torrentinno.protocol.model.FileName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where files may lie: downloads in the data folder, shared files there or in the share folders.
 */
public final class DataFolder {
  private final Path root;
  private final List<Path> shareDirs;

  private DataFolder(Path root, List<Path> shareDirs) {
    this.root = root;
    this.shareDirs = List.copyOf(shareDirs);
  }

  /**
   * Creates the data folder when there is none. A share folder may come later, as that of a disk
   * does which is mounted late.
   *
   * @throws StorageException {@link StorageException.Reason#IO} when it can't be made
   */
  public static DataFolder open(Path root, List<Path> shareDirs) throws StorageException {
    try {
      Path real = Files.createDirectories(root.toAbsolutePath()).toRealPath();
      return new DataFolder(real, shareDirs);
    } catch (IOException e) {
      throw new StorageException(
          IO, "can't use the data folder " + root + ": " + StorageException.why(e), e);
    }
  }

  /** The folder itself, absolute and without symbolic links. */
  public Path root() {
    return root;
  }

  /**
   * Where the finished file of this name lies.
   *
   * @throws StorageException {@link StorageException.Reason#BAD_NAME} when {@link FileName} refuses
   *     the name, or no file here can have it
   */
  public Path fileFor(String name) throws StorageException {
    String fault = FileName.fault(name);
    if (fault != null) {
      throw new StorageException(BAD_NAME, "the name " + fault + ": " + FileName.printable(name));
    }
    try {
      return root.resolve(name);
    } catch (InvalidPathException e) {
      throw new StorageException(BAD_NAME, "no file here can have this name: " + e.getReason(), e);
    }
  }

  /**
   * Where a file of this name lies while it is incomplete; no two names share one.
   *
   * @throws StorageException as {@link #fileFor} does
   */
  public Path partFor(String name) throws StorageException {
    return FileNames.partOf(fileFor(name));
  }

  /**
   * The real path of a regular file or a folder that may be shared.
   *
   * @param path absolute, or relative to the data folder
   * @throws StorageException {@link StorageException.Reason#FORBIDDEN_PATH} when it is, after
   *     following symbolic links, outside the data folder and the share folders or one of this
   *     agent's own files; {@link StorageException.Reason#NO_SUCH_FILE} when it is neither
   */
  public Path allowed(Path path) throws StorageException {
    Path absolute = root.resolve(path);
    Path real;
    try {
      real = absolute.toRealPath();
    } catch (IOException e) {
      // What does not exist outside looks the same as what does.
      requireAllowed(absolute.normalize(), path);
      throw new StorageException(NO_SUCH_FILE, "there is no file or folder " + path, e);
    }
    requireAllowed(real, path);
    if (!Files.isRegularFile(real) && !Files.isDirectory(real)) {
      throw new StorageException(NO_SUCH_FILE, "neither a file nor a folder: " + path);
    }
    return real;
  }

  private void requireAllowed(Path file, Path asked) throws StorageException {
    for (Path folder : shareable()) {
      if (file.startsWith(folder) && !isOwn(folder.relativize(file))) {
        return;
      }
    }
    throw new StorageException(
        FORBIDDEN_PATH, "neither in the data folder nor in a share folder: " + asked);
  }

  /** As it is now: what a name leads to changes when a disk is mounted. */
  private List<Path> shareable() {
    List<Path> folders = new ArrayList<>(List.of(root));
    for (Path dir : shareDirs) {
      try {
        folders.add(dir.toRealPath());
      } catch (IOException e) {
        folders.add(dir.toAbsolutePath().normalize()); // It holds no file that could be shared.
      }
    }
    return folders;
  }

  private static boolean isOwn(Path relative) {
    for (Path element : relative) {
      if (FileName.isReserved(element.toString())) {
        return true;
      }
    }
    return false;
  }
}
