package io.torrentinno.agent.content.disk;

import static io.torrentinno.agent.content.disk.StorageException.Reason.BAD_NAME;
import static io.torrentinno.agent.content.disk.StorageException.Reason.FILE_EXISTS;
import static io.torrentinno.agent.content.disk.StorageException.Reason.FORBIDDEN_PATH;
import static io.torrentinno.agent.content.disk.StorageException.Reason.IO;
import static io.torrentinno.agent.content.disk.StorageException.Reason.NO_SUCH_FILE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.torrentinno.protocol.manifest.tree.TreeLimits;
import io.torrentinno.protocol.model.FileName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Where files may lie: downloads in the data folder and the download folders, shared files there or
 * in the share folders.
 */
public final class DataFolder {
  private static final String SHARES =
      "neither in the data folder nor in a folder of torrentinno.agent.share-dirs or"
          + " torrentinno.agent.download-dirs: ";
  private static final String DOWNLOADS =
      "neither in the data folder nor in a folder of torrentinno.agent.download-dirs: ";

  private final Path root;
  private final List<Path> shareDirs;
  private final List<Path> downloadDirs;

  private DataFolder(Path root, List<Path> shareDirs, List<Path> downloadDirs) {
    this.root = root;
    this.shareDirs = List.copyOf(shareDirs);
    this.downloadDirs = List.copyOf(downloadDirs);
  }

  /** One whose files and folders all lie in the folder itself. Touches nothing. */
  public static DataFolder of(Path root) {
    return new DataFolder(root, List.of(), List.of());
  }

  /** As below, without download folders. */
  public static DataFolder open(Path root, List<Path> shareDirs) throws StorageException {
    return open(root, shareDirs, List.of());
  }

  /**
   * Creates the data folder when there is none. The others may come later, as that of a disk does
   * which is mounted late.
   *
   * @throws StorageException {@link StorageException.Reason#IO} when it can't be made
   */
  public static DataFolder open(Path root, List<Path> shareDirs, List<Path> downloadDirs)
      throws StorageException {
    try {
      Path real = Files.createDirectories(root.toAbsolutePath()).toRealPath();
      return new DataFolder(real, shareDirs, downloadDirs);
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
   * The path of the finished file with this name.
   *
   * @throws StorageException {@link StorageException.Reason#BAD_NAME} when {@link FileName} refuses
   *     the name, or no file here can have it
   */
  public Path fileFor(String name) throws StorageException {
    return fileFor(root, name);
  }

  /** As above, in another folder. */
  public Path fileFor(Path folder, String name) throws StorageException {
    String fault = FileName.fault(name);
    if (fault != null) {
      throw new StorageException(BAD_NAME, "the name " + fault + ": " + FileName.printable(name));
    }
    try {
      return folder.resolve(name);
    } catch (InvalidPathException e) {
      throw new StorageException(
          BAD_NAME, "no file of this file system can have this name: " + e.getReason(), e);
    }
  }

  /**
   * The path of the file with this name while it is incomplete. Two names never have the same one.
   *
   * @throws StorageException as {@link #fileFor} does
   */
  public Path partFor(String name) throws StorageException {
    return FileNames.partOf(fileFor(name));
  }

  /**
   * The real path of a folder that downloads may be written to. Those parts of it that are missing
   * are made, but never the download folder itself: its disk may not be mounted.
   *
   * @param path absolute, or relative to the data folder
   * @throws StorageException {@link StorageException.Reason#FORBIDDEN_PATH} when it is, after
   *     following symbolic links, outside the data folder and the download folders or in one of
   *     this agent's own folders; {@link StorageException.Reason#BAD_NAME} when it can't be made,
   *     or is longer or deeper than a path of a manifest may be; {@link
   *     StorageException.Reason#FILE_EXISTS} when it is a file
   */
  public Path makeDestination(Path path) throws StorageException {
    Path folder = destination(path);
    try {
      makeFolders(folder);
    } catch (IOException e) {
      throw StorageException.of(folder, e);
    }
    requireDestination(folder);
    return folder;
  }

  /**
   * The folder that {@link #makeDestination} would return. Makes no folder.
   *
   * @throws StorageException as that does
   */
  public Path destination(Path path) throws StorageException {
    requireShort(path);
    Path absolute = root.resolve(path.toString());
    Path there = absolute;
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    try {
      Path folder = there.toRealPath();
      requireMounted(absolute.normalize());
      requireWithin(downloadable(), folder, path, DOWNLOADS);
      if (!Files.isDirectory(folder)) {
        throw new StorageException(FILE_EXISTS, folder + " is a file, not a folder");
      }
      for (Path name : there.relativize(absolute)) {
        if (!name.toString().isEmpty()) {
          folder = fileFor(folder, name.toString());
        }
      }
      return folder;
    } catch (IOException e) {
      throw StorageException.of(absolute, e);
    }
  }

  /** The files of a resource lie below, so a longer path would fail later. */
  private static void requireShort(Path path) throws StorageException {
    if (path.getNameCount() > TreeLimits.DEPTH) {
      throw new StorageException(
          BAD_NAME, "the path of the destination is deeper than " + TreeLimits.DEPTH + " folders");
    }
    if (path.toString().getBytes(UTF_8).length > TreeLimits.PATH_BYTES) {
      throw new StorageException(
          BAD_NAME,
          "the path of the destination is longer than " + TreeLimits.PATH_BYTES + " bytes");
    }
  }

  private void requireMounted(Path absolute) throws StorageException {
    for (Path dir : downloadDirs) {
      if (absolute.startsWith(dir.toAbsolutePath().normalize()) && !Files.isDirectory(dir)) {
        throw new StorageException(NO_SUCH_FILE, "there is no folder " + dir);
      }
    }
  }

  private static void makeFolders(Path folder) throws IOException {
    if (!Files.isDirectory(folder, NOFOLLOW_LINKS)) {
      Path parent = Objects.requireNonNull(folder.getParent());
      makeFolders(parent);
      AtomicFiles.makeOneFolder(folder);
      AtomicFiles.force(parent);
    }
  }

  /**
   * Looks whether a folder is one that {@link #makeDestination} would return.
   *
   * @throws StorageException {@link StorageException.Reason#NO_SUCH_FILE} when there is no folder;
   *     {@link StorageException.Reason#FORBIDDEN_PATH} when a symbolic link leads elsewhere now, or
   *     the settings do not allow it any more
   */
  public void requireDestination(Path folder) throws StorageException {
    if (!Files.isDirectory(folder)) {
      throw Files.exists(folder)
          ? new StorageException(FILE_EXISTS, folder + " is a file, not a folder")
          : new StorageException(NO_SUCH_FILE, "there is no folder " + folder);
    }
    requireReal(folder);
    requireWithin(downloadable(), folder, folder, DOWNLOADS);
  }

  /**
   * Looks whether a folder that was a real path still is one.
   *
   * @throws StorageException {@link StorageException.Reason#FORBIDDEN_PATH} when it is not
   */
  public void requireReal(Path folder) throws StorageException {
    try {
      if (!folder.toRealPath().equals(folder)) {
        throw new StorageException(
            FORBIDDEN_PATH, "a symbolic link, which no download follows, leads out of " + folder);
      }
    } catch (IOException e) {
      throw StorageException.of(folder, e);
    }
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
      // The answer is the same whether a path outside exists or not.
      requireWithin(shareable(), absolute.normalize(), path, SHARES);
      throw new StorageException(NO_SUCH_FILE, "there is no file or folder " + path, e);
    }
    requireWithin(shareable(), real, path, SHARES);
    if (!Files.isRegularFile(real) && !Files.isDirectory(real)) {
      throw new StorageException(NO_SUCH_FILE, "neither a file nor a folder: " + path);
    }
    return real;
  }

  private static void requireWithin(List<Path> folders, Path file, Path asked, String message)
      throws StorageException {
    for (Path folder : folders) {
      if (file.startsWith(folder) && !isOwn(folder.relativize(file))) {
        return;
      }
    }
    throw new StorageException(FORBIDDEN_PATH, message + asked);
  }

  /** Where files may be shared, as it is now: what a name leads to changes with each mount. */
  private List<Path> shareable() {
    return Stream.concat(downloadable().stream(), shareDirs.stream().map(DataFolder::real))
        .toList();
  }

  private List<Path> downloadable() {
    return Stream.concat(Stream.of(root), downloadDirs.stream().map(DataFolder::real)).toList();
  }

  private static Path real(Path folder) {
    try {
      return folder.toRealPath();
    } catch (IOException e) {
      return folder.toAbsolutePath().normalize(); // There is no file in it.
    }
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
