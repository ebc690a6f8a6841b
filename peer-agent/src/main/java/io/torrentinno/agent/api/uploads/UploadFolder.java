package io.torrentinno.agent.api.uploads;

import io.torrentinno.agent.api.errors.Problem;
import io.torrentinno.agent.api.errors.RequestRefused;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder in which uploads arrive. It is inside the data folder, so an upload gets its place by
 * a rename and is never copied. The server writes parts here as they arrive, and does not hold them
 * in memory.
 */
public final class UploadFolder {
  private static final Logger log = LoggerFactory.getLogger(UploadFolder.class);

  private final Path dataDir;
  private final Path incoming;
  private final Path received;

  private UploadFolder(Path dataDir) {
    this.dataDir = dataDir;
    incoming = dataDir.resolve(".torrentinno").resolve("uploads");
    received = dataDir.resolve(".torrentinno").resolve("received");
  }

  /**
   * Creates the folder if it is missing. Deletes what remains of uploads that a crash has cut off.
   *
   * @throws UncheckedIOException when the folder can't be written
   */
  public static UploadFolder in(Path dataDir) {
    UploadFolder folder = new UploadFolder(dataDir.toAbsolutePath().normalize());
    try {
      make(folder.incoming);
      make(folder.received);
    } catch (IOException e) {
      throw new UncheckedIOException("the data folder can't be written: " + folder.dataDir, e);
    }
    return folder;
  }

  private static void make(Path folder) throws IOException {
    if (Files.isRegularFile(folder, LinkOption.NOFOLLOW_LINKS)) {
      Files.delete(folder);
    }
    Files.createDirectories(folder);
    clear(folder);
  }

  private static void clear(Path folder) throws IOException {
    try (Stream<Path> inside = Files.walk(folder)) {
      for (Path leftover : inside.skip(1).sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(leftover);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Deletes what remains of uploads that failed. No upload may be under way. */
  void clear() {
    try {
      clear(incoming);
    } catch (NoSuchFileException e) {
      log.debug("The upload folder can't be cleared: {}", e.getMessage());
    } catch (IOException e) {
      log.warn("The rest of a failed upload can't be deleted: {}", e.toString());
    }
  }

  /** Where the server writes parts as they arrive. */
  public Path incoming() {
    return incoming;
  }

  public Path dataDir() {
    return dataDir;
  }

  /**
   * The path of a file that does not exist and that nothing else uses, on the disk of the data
   * folder.
   */
  public Path scratch() {
    return received.resolve(UUID.randomUUID().toString());
  }

  /**
   * A file in the data folder.
   *
   * @param fresh false when the same file was there before
   */
  public record Placed(Path file, boolean fresh) {
    /** Deletes an upload that could not be shared. */
    public void undo() throws IOException {
      if (fresh) {
        Files.deleteIfExists(file);
      }
    }
  }

  /**
   * Moves an upload to its name in the data folder. If the same file is there already, that file
   * stays.
   *
   * @param name one that {@link UploadName} accepts
   * @throws RequestRefused when no file here can have the name, the upload is empty, or a different
   *     file has the name
   */
  public Placed place(Part part, String name) throws IOException {
    Path target = target(name);
    if (part.getSize() == 0) {
      throw new RequestRefused(Problem.EMPTY_FILE, name + " has no bytes");
    }
    Path file = scratch();
    try {
      part.write(file.toString());
      return place(file, target);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static Placed place(Path received, Path target) throws IOException {
    try {
      move(received, target);
      return new Placed(target, true);
    } catch (FileAlreadyExistsException e) {
      if (Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)
          && Files.mismatch(received, target) == -1) {
        return new Placed(target, false);
      }
      throw new RequestRefused(
          Problem.FILE_EXISTS, "another file named " + target.getFileName() + " is there", e);
    }
  }

  /** Never replaces a file. When it fails or is cut off, there is no file with the name. */
  private static void move(Path received, Path target) throws IOException {
    try {
      Files.createLink(target, received);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException e) {
      Files.move(received, target); // This file system has no links.
    }
  }

  private Path target(String name) {
    try {
      return dataDir.resolve(name);
    } catch (InvalidPathException e) { // the locale's encoding lacks a character of it
      throw new RequestRefused(
          Problem.BAD_NAME, "no file of this file system can have the name " + name, e);
    }
  }
}
