package io.torrentinno.agent.api.uploads;

import io.torrentinno.agent.api.errors.Problem;
import io.torrentinno.agent.api.errors.RequestRefused;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Where uploads arrive: a folder inside the data folder, so that a file which has arrived is
 * renamed into its place and never copied. The server writes parts here as they come in, without
 * holding them in memory.
 */
public final class UploadFolder {
  private final Path dataDir;
  private final Path incoming;

  private UploadFolder(Path dataDir, Path incoming) {
    this.dataDir = dataDir;
    this.incoming = incoming;
  }

  /**
   * Makes the folder where it is missing, and throws away what uploads cut off by a crash have
   * left.
   *
   * @throws UncheckedIOException when the folder can't be written
   */
  public static UploadFolder in(Path dataDir) {
    Path absolute = dataDir.toAbsolutePath().normalize();
    Path incoming = absolute.resolve(".torrentinno").resolve("uploads");
    try {
      Files.createDirectories(incoming);
      try (Stream<Path> leftovers = Files.list(incoming)) {
        for (Path leftover : leftovers.toList()) {
          Files.deleteIfExists(leftover);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the data folder can't be written: " + absolute, e);
    }
    return new UploadFolder(absolute, incoming);
  }

  /** Where the server writes parts as they arrive. */
  public Path incoming() {
    return incoming;
  }

  public Path dataDir() {
    return dataDir;
  }

  /** A name in {@link #incoming} that nothing else uses. */
  public Path scratch() {
    return incoming.resolve(UUID.randomUUID().toString());
  }

  /**
   * A file in the data folder.
   *
   * @param fresh false when the same file was there before
   */
  public record Placed(Path file, boolean fresh) {
    /** Takes an upload back that could not be shared. */
    public void undo() throws IOException {
      if (fresh) {
        Files.deleteIfExists(file);
      }
    }
  }

  /**
   * Moves an upload to its name in the data folder. Uploading the same file again is no error: the
   * one that is there stays.
   *
   * @param name one that {@link UploadName} took
   * @throws RequestRefused when no file here can have the name, the upload is empty, or a different
   *     file has the name
   */
  public Placed place(Part part, String name) throws IOException {
    Path target = target(name);
    if (part.getSize() == 0) {
      throw new RequestRefused(Problem.EMPTY_FILE, name + " has no bytes");
    }
    Path received = scratch();
    part.write(received.toString());
    try {
      return place(received, target);
    } finally {
      Files.deleteIfExists(received);
    }
  }

  private static Placed place(Path received, Path target) throws IOException {
    try {
      Files.createFile(target); // claims the name, so that the move can't replace another's file
    } catch (FileAlreadyExistsException e) {
      if (Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)
          && Files.mismatch(received, target) == -1) {
        return new Placed(target, false);
      }
      throw new RequestRefused(
          Problem.FILE_EXISTS, "another file named " + target.getFileName() + " is there", e);
    }
    Files.move(received, target, StandardCopyOption.ATOMIC_MOVE);
    return new Placed(target, true);
  }

  private Path target(String name) {
    try {
      return dataDir.resolve(name);
    } catch (InvalidPathException e) { // the locale's encoding lacks a character of it
      throw new RequestRefused(Problem.BAD_NAME, "no file here can be named " + name, e);
    }
  }
}
