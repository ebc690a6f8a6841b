package io.torrentinno.protocol.token;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A token file on disk. Every change writes a new file of mode 0600 and puts it in the place of the
 * old one, so readers see one or the other. Changes of several processes wait for each other.
 * Comments and the order of the lines are kept.
 */
public final class TokenFile {
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rw-------");

  private final Path path;

  /** The file need not exist: it has no tokens then. */
  public TokenFile(Path path) {
    this.path = path.toAbsolutePath();
  }

  /** The tokens that the file has now. None when there is no file. */
  public TokenList read() throws IOException {
    return TokenReader.read(bytes());
  }

  /**
   * Adds a token, and makes the file when there is none.
   *
   * @throws TokenFileException when its name or hash is in the file, or the file has no room
   */
  public void add(Token token) throws IOException {
    try (FileChannel _ = lock()) {
      String text = text();
      String separator = text.isEmpty() || text.endsWith("\n") ? "" : "\n";
      String changed = text + separator + token.line() + "\n";
      TokenReader.read(changed.getBytes(StandardCharsets.UTF_8));
      replace(changed);
    }
  }

  /** Removes a token. Returns whether there was one of this name. */
  public boolean remove(String name) throws IOException {
    try (FileChannel _ = lock()) {
      String text = text();
      if (TokenReader.read(text.getBytes(StandardCharsets.UTF_8)).tokens().stream()
          .noneMatch(token -> token.name().equals(name))) {
        return false;
      }
      replace(
          Stream.of(text.split("\n"))
              .filter(line -> !TokenReader.words(line)[0].equals(name))
              .map(line -> line + "\n")
              .collect(Collectors.joining()));
      return true;
    }
  }

  private String text() throws IOException {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  private byte[] bytes() throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return in.readNBytes(TokenReader.MAX_BYTES + 1); // the reader refuses one byte too many
    } catch (NoSuchFileException e) {
      return new byte[0];
    }
  }

  /** The lock lasts until the channel is closed. */
  private FileChannel lock() throws IOException {
    FileChannel channel =
        FileChannel.open(
            sibling(".lock"),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            ownerOnly());
    try {
      FileLock lock = channel.lock();
      assert lock.isValid();
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private void replace(String text) throws IOException {
    Path target = Files.exists(path) ? path.toRealPath() : path; // a link stays a link
    Path fresh = sibling(".new");
    Files.deleteIfExists(fresh); // what a change that broke off has left
    try (FileChannel channel =
        FileChannel.open(
            fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly())) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private Path sibling(String suffix) throws IOException {
    Path target = Files.exists(path) ? path.toRealPath() : path;
    return target.resolveSibling(target.getFileName() + suffix);
  }

  private FileAttribute<?>[] ownerOnly() {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PRIVATE)}
        : new FileAttribute<?>[0];
  }
}
