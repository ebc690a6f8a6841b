package io.torrentinno.agent.content.disk;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.torrentinno.agent.files.FilePool;
import io.torrentinno.agent.files.PooledFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of a resource, which has the name of the part file and later the final one. A symbolic
 * link with one of these names is never followed.
 *
 * @param path the final place
 * @param inPlace whether the file was shared where it is: it is only read
 * @param replacing whether another resource has the final place until this one is finished
 */
public record ResourceFile(Path path, boolean inPlace, boolean replacing) {
  private static final Logger log = LoggerFactory.getLogger(ResourceFile.class);

  /** The place until it is finished. */
  public Path part() {
    return replacing ? FileNames.replacementOf(path) : FileNames.partOf(path);
  }

  /** Where the finished file and the part file lie. */
  public Path folder() {
    return Objects.requireNonNull(path.getParent());
  }

  public boolean isThere() {
    return !replacing && Files.exists(path, NOFOLLOW_LINKS);
  }

  public boolean hasPart() {
    return !inPlace && Files.exists(part(), NOFOLLOW_LINKS);
  }

  /** Whether the part file is what has the final name: the rename was cut off between its steps. */
  public boolean hasTwoNames() throws IOException {
    return hasPart()
        && Files.isRegularFile(path, NOFOLLOW_LINKS)
        && Files.isRegularFile(part(), NOFOLLOW_LINKS)
        && Files.isSameFile(part(), path);
  }

  /** The finished file, to be read. */
  public PooledFile finished(FilePool files) {
    return files.file(path, READ, NOFOLLOW_LINKS);
  }

  /** The part file, to be written and read. */
  public PooledFile unfinished(FilePool files) {
    return files.file(part(), READ, WRITE, NOFOLLOW_LINKS);
  }

  /**
   * Gives the part file bytes of its own, which may be written, when it has other names: those are
   * files of other resources or of a person.
   */
  public void separatePart() throws StorageException, IOException {
    HardLinks.separate(part(), FileNames.scratchOf(path));
  }

  /**
   * Reserves the disk space of the part file.
   *
   * @throws StorageException {@link StorageException.Reason#DISK_FULL} when there is no room
   */
  public void reservePart(long length) throws StorageException, IOException {
    if (!HardLinks.hasOtherNames(part())) { // Else its bytes are there, and others use them.
      DiskSpace.reserve(part(), length);
    }
  }

  /** Cuts the part file to this length if it is longer. */
  public void cutPart(long length) throws IOException {
    try (FileChannel open = FileChannel.open(part(), WRITE, NOFOLLOW_LINKS)) {
      open.truncate(length);
    }
  }

  /**
   * Creates a part file with room for all its bytes, or leaves nothing behind.
   *
   * @param mode the permissions of the file; the system's own when there are none
   * @throws StorageException {@link StorageException.Reason#DISK_FULL} when there is no room
   */
  public void createPart(long length, FileAttribute<?>... mode)
      throws StorageException, IOException {
    Path part = part();
    DiskSpace.require(part, length);
    FileChannel.open(part, Set.of(CREATE_NEW, WRITE), mode).close();
    try {
      DiskSpace.reserve(part, length);
    } catch (StorageException e) {
      Files.delete(part);
      throw e;
    }
  }

  /**
   * Gives the part file its final name.
   *
   * @throws FileAlreadyExistsException when something has that name; nothing has changed then
   */
  public void finish() throws IOException {
    Path part = part();
    try {
      // A link, because a rename would replace what is there.
      Files.createLink(path, part);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException e) {
      Files.move(part, path); // This file system has no links.
      return;
    }
    try {
      Files.delete(part);
    } catch (IOException e) { // Before the part is next written, it is deleted.
      log.warn("{} is finished, and has a second name: {}", path, StorageException.why(e));
    }
  }

  /**
   * Takes the place of the file with the final name, which gets the name of the part if possible. A
   * program that has the old file open keeps it.
   */
  public void replace() throws IOException {
    try {
      Exchange.exchange(part(), path);
    } catch (IOException e) {
      if (Files.isDirectory(path, NOFOLLOW_LINKS)) {
        throw e;
      }
      Files.move(part(), path, ATOMIC_MOVE, REPLACE_EXISTING);
    }
  }

  /** Takes the final name away again, so that pieces can be written. */
  public void unfinish() throws IOException {
    Files.move(path, part());
  }

  /** Deletes the part file; nothing happens when there is none. */
  public void deletePart() throws IOException {
    if (!inPlace) {
      Files.deleteIfExists(part());
      Files.deleteIfExists(FileNames.scratchOf(path));
    }
  }
}
