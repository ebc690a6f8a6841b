package io.torrentinno.agent.testing;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.Map;
import java.util.Set;

/** What a {@link WrappedFileSystem} does with real files; by default just what is asked. */
public interface Disk {
  /** Opens a file, or a folder that is to be forced. */
  default FileChannel open(
      Path file, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return FileChannel.open(file, options, attributes);
  }

  /** Called before the entries of a folder are read. */
  default void list(Path folder) throws IOException {}

  /**
   * What the disk says of a file.
   *
   * @param real what is true of it, by the names of attributes
   */
  default Map<String, Object> attributes(Map<String, Object> real) {
    return real;
  }

  default void makeFolder(Path folder, FileAttribute<?>... attributes) throws IOException {
    Files.createDirectory(folder, attributes);
  }

  default void delete(Path path) throws IOException {
    Files.delete(path);
  }

  default void move(Path from, Path to, CopyOption... options) throws IOException {
    Files.move(from, to, options);
  }

  default void link(Path link, Path existing) throws IOException {
    Files.createLink(link, existing);
  }
}
