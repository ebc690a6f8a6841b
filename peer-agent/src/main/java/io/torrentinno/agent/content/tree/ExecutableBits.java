package io.torrentinno.agent.content.tree;

import io.torrentinno.agent.content.disk.HardLinks;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.protocol.manifest.tree.FileTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives files that the agent has found the executable bits of the manifest. A file that has other
 * names is replaced by a copy, because those are names of other resources or of a person. A file
 * that can't be changed, for example because another user owns it, stays as it is. Blocking.
 */
public final class ExecutableBits {
  private static final Logger log = LoggerFactory.getLogger(ExecutableBits.class);

  private ExecutableBits() {}

  /**
   * Corrects the bits of these entries, as far as they are files, which are there.
   *
   * @param scratch the name of a copy until it is complete
   * @return whether files were replaced by copies, so that their stamps have changed
   */
  static boolean correct(TreePaths paths, BitSet entries, Path scratch) {
    FileTree tree = paths.tree();
    boolean copied = false;
    Exception failure = null;
    for (int entry = entries.nextSetBit(0); entry >= 0; entry = entries.nextSetBit(entry + 1)) {
      FileTree.Kind kind = tree.kind(entry);
      if (kind == FileTree.Kind.FILE || kind == FileTree.Kind.EXECUTABLE) {
        try {
          copied |= give(paths.of(entry), kind, scratch);
        } catch (StorageException | IOException e) {
          failure = failure == null ? e : failure;
        }
      }
    }
    warn(paths.root(), failure);
    return copied;
  }

  /**
   * Corrects the bit of one file, which is there.
   *
   * @param scratch the name of a copy until it is complete
   * @return whether the file was replaced by a copy, so that its stamp has changed
   */
  public static boolean correct(Path file, FileTree.Kind kind, Path scratch) {
    try {
      return give(file, kind, scratch);
    } catch (StorageException | IOException e) {
      warn(file, e);
      return false;
    }
  }

  private static boolean give(Path file, FileTree.Kind kind, Path scratch)
      throws StorageException, IOException {
    if (Modes.isExecutable(file, kind)) {
      return false;
    }
    boolean shared = HardLinks.hasOtherNames(file);
    if (shared) {
      HardLinks.separate(file, scratch);
    }
    Modes.makeExecutable(file, kind);
    return shared;
  }

  private static void warn(Path place, @Nullable Exception failure) {
    if (failure != null) {
      log.warn(
          "{}: not every file has the executable bit that the manifest says: {}",
          place,
          failure.toString());
    }
  }
}
