package io.torrentinno.agent.content.disk;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that are there in full, old or new, whenever the power fails. */
public final class AtomicFiles {
  /** What a file is to hold. */
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private AtomicFiles() {}

  /** Replaces {@code folder/name}; durable when this returns. */
  public static void write(Path folder, String name, byte[] content) throws IOException {
    write(folder, name, out -> out.write(content));
  }

  /** As above, for what need not be in memory as a whole. */
  public static void write(Path folder, String name, Content content) throws IOException {
    Path temporary = folder.resolve(name + ".new");
    try (FileChannel file = FileChannel.open(temporary, CREATE, TRUNCATE_EXISTING, WRITE)) {
      content.writeTo(Channels.newOutputStream(file));
      file.force(true);
    }
    Files.move(temporary, folder.resolve(name), ATOMIC_MOVE, REPLACE_EXISTING);
    force(folder);
  }

  /** Brings a file's bytes, or the names in a folder, onto the disk. */
  public static void force(Path path) throws IOException {
    try (FileChannel open = FileChannel.open(path, READ)) {
      open.force(true);
    }
  }
}
