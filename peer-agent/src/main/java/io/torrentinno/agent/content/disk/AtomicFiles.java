package io.torrentinno.agent.content.disk;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import io.torrentinno.protocol.model.FileName;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes files so that after a power failure the old or the new file is complete. */
public final class AtomicFiles {
  private static final Logger log = LoggerFactory.getLogger(AtomicFiles.class);

  private static final FileAttribute<?>[] ANY = {};
  private static final FileAttribute<?>[] SECRET = {
    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
  };

  /** The content of a file. */
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /** A file to write. */
  public record NewFile(String name, Content content) {}

  private AtomicFiles() {}

  /** Replaces {@code folder/name}; durable when this returns. */
  public static void write(Path folder, String name, byte[] content) throws IOException {
    write(folder, name, out -> out.write(content));
  }

  /** As above; only the user of this process may read the file. */
  public static void writeSecret(Path folder, String name, byte[] content) throws IOException {
    boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    Files.deleteIfExists(folder.resolve(name + ".new")); // It would keep its own mode.
    write(folder, name, out -> out.write(content), posix ? SECRET : ANY);
  }

  /** As above, for content that is not in memory as a whole. */
  public static void write(Path folder, String name, Content content) throws IOException {
    write(folder, name, content, ANY);
  }

  /**
   * Replaces several files of a folder, in this order; all are durable when this returns. If the
   * file system keeps the order of renames, no file is new after a power failure unless those
   * before it are.
   */
  public static void write(Path folder, List<NewFile> files) throws IOException {
    for (NewFile file : files) {
      writeTemporary(folder, file);
    }
    for (NewFile file : files) {
      rename(folder, file.name);
    }
    force(folder);
  }

  private static void write(Path folder, String name, Content content, FileAttribute<?>... modes)
      throws IOException {
    writeTemporary(folder, new NewFile(name, content), modes);
    rename(folder, name);
    force(folder);
  }

  private static void writeTemporary(Path folder, NewFile file, FileAttribute<?>... modes)
      throws IOException {
    try (FileChannel open = create(temporary(folder, file.name), modes)) {
      file.content.writeTo(Channels.newOutputStream(open));
      open.force(true);
    }
  }

  private static FileChannel create(Path file, FileAttribute<?>... modes) throws IOException {
    Set<OpenOption> options = Set.of(CREATE, TRUNCATE_EXISTING, WRITE);
    return atPlaceOf(file, () -> FileChannel.open(file, options, modes));
  }

  private static void rename(Path folder, String name) throws IOException {
    Path target = folder.resolve(name);
    Path temporary = temporary(folder, name);
    Path _ = atPlaceOf(target, () -> Files.move(temporary, target, ATOMIC_MOVE, REPLACE_EXISTING));
  }

  /** Puts a file at a place. */
  private interface Placing<T> {
    T run() throws IOException;
  }

  /** Tries again if a folder was at the place, which gets another name. */
  private static <T> T atPlaceOf(Path file, Placing<T> placing) throws IOException {
    try {
      return placing.run();
    } catch (FileSystemException e) {
      if (!isFolder(file)) {
        throw e;
      }
      moveAside(file);
      return placing.run();
    }
  }

  private static Path temporary(Path folder, String name) {
    return folder.resolve(name + ".new");
  }

  /** Renames a folder that has the name of a file. */
  public static void makeWay(Path file) throws IOException {
    if (isFolder(file)) {
      moveAside(file);
    }
  }

  private static boolean isFolder(Path file) {
    return Files.isDirectory(file, NOFOLLOW_LINKS);
  }

  /** Creates a folder, and renames a file that has its name. */
  public static Path makeFolder(Path folder) throws IOException {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      moveAside(folder);
    }
    return Files.createDirectories(folder);
  }

  /**
   * Makes a folder in one that is there, unless there is such a folder, or another thread makes it.
   *
   * @throws FileAlreadyExistsException when something else, or a link, has the name
   */
  public static void makeOneFolder(Path folder) throws IOException {
    if (isFolder(folder)) {
      return;
    }
    try {
      Files.createDirectory(folder);
    } catch (FileAlreadyExistsException e) {
      if (!isFolder(folder)) {
        throw e;
      }
    }
  }

  private static void moveAside(Path stray) throws IOException {
    moveAside(stray, stray);
  }

  /** Gives a file or folder a free name that begins with its old name. */
  public static void moveAside(Path stray, Path before) throws IOException {
    String suffix = ".stray-" + UUID.randomUUID();
    String name = cut(String.valueOf(before.getFileName()), FileName.MAX_BYTES - suffix.length());
    Path aside = before.resolveSibling(name + suffix);
    Files.move(stray, aside, ATOMIC_MOVE);
    log.warn("The file or folder {} was in the way and is now {}", before, aside);
  }

  /** As much of a name as has so many bytes. */
  private static String cut(String name, int bytes) {
    CharBuffer whole = CharBuffer.wrap(name);
    StandardCharsets.UTF_8.newEncoder().encode(whole, ByteBuffer.allocate(bytes), true);
    return name.substring(0, whole.position());
  }

  /** Forces the bytes of a file, or the names in a folder, onto the disk. */
  public static void force(Path path) throws IOException {
    try (FileChannel open = FileChannel.open(path, READ)) {
      open.force(true);
    } catch (IOException e) {
      if (!isReadOnly(path)) {
        throw e;
      }
    }
  }

  /**
   * Whether the file system is read-only: then all bytes are on the disk, and some such systems
   * can't be flushed.
   */
  public static boolean isReadOnly(Path path) throws IOException {
    return Files.getFileStore(path).isReadOnly();
  }
}
