package io.torrentinno.agent.content.tree;

import io.torrentinno.agent.content.disk.AtomicFiles;
import io.torrentinno.protocol.manifest.tree.FileTree;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Objects;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the stamps that the entries of a tree had when they were verified: {@code TISTAMPS} (8
 * bytes), the number of entries (4), for each its modification time (8), its id (4) and 1 when its
 * hash was right (1), then the CRC-32C of all that (8). Integers are big-endian.
 *
 * @param path of the file
 */
public record StampFile(Path path) {
  private static final Logger log = LoggerFactory.getLogger(StampFile.class);
  private static final long MAGIC = 0x54_49_53_54_41_4D_50_53L; // "TISTAMPS"

  /** Replaces the stamps. */
  public void write(TreeStamps stamps) throws IOException {
    Path folder = Objects.requireNonNull(path.getParent());
    AtomicFiles.write(
        folder,
        String.valueOf(path.getFileName()),
        to -> {
          CheckedOutputStream checked =
              new CheckedOutputStream(new BufferedOutputStream(to), new CRC32C());
          DataOutputStream out = new DataOutputStream(checked);
          int count = stamps.tree().size();
          out.writeLong(MAGIC);
          out.writeInt(count);
          for (int entry = 0; entry < count; entry++) {
            out.writeLong(stamps.modified(entry));
            out.writeInt(stamps.id(entry));
            out.writeBoolean(stamps.isRight(entry));
          }
          out.writeLong(checked.getChecksum().getValue());
          out.flush();
        });
  }

  /**
   * The stamps that were written last; null when there are none that are complete and of this tree.
   */
  public @Nullable TreeStamps read(FileTree tree) {
    if (!Files.exists(path)) {
      return null;
    }
    try (CheckedInputStream checked = open();
        DataInputStream in = new DataInputStream(checked)) {
      if (in.readLong() != MAGIC || in.readInt() != tree.size()) {
        return null;
      }
      long[] modified = new long[tree.size()];
      int[] ids = new int[tree.size()];
      BitSet right = new BitSet();
      for (int entry = 0; entry < modified.length; entry++) {
        modified[entry] = in.readLong();
        ids[entry] = in.readInt();
        right.set(entry, in.readBoolean());
      }
      long crc = checked.getChecksum().getValue();
      return in.readLong() == crc ? new TreeStamps(tree, modified, ids, right) : null;
    } catch (IOException e) {
      log.debug("{} can't be read", path, e);
      return null;
    }
  }

  private CheckedInputStream open() throws IOException {
    return new CheckedInputStream(
        new BufferedInputStream(Files.newInputStream(path)), new CRC32C());
  }
}
