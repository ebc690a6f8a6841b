package io.torrentinno.agent.content.tree;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.torrentinno.agent.content.disk.FileStamp;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.protocol.manifest.tree.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The values that show, without reading them, that the entries of a tree are unchanged: 12 bytes
 * for each. Immutable.
 */
public final class TreeStamps {
  private static final long MIX = 0x9E3779B97F4A7C15L;

  private final FileTree tree;
  private final long[] modified;
  private final int[] ids;

  /** The entries that are there, of the kind and size that they must have. */
  private final BitSet right;

  /** The times of the last changes; null when they are not known. */
  private final long @Nullable [] changed;

  TreeStamps(FileTree tree, long[] modified, int[] ids, BitSet right) {
    this(tree, modified, ids, right, null);
  }

  private TreeStamps(
      FileTree tree, long[] modified, int[] ids, BitSet right, long @Nullable [] changed) {
    this.tree = tree;
    this.modified = modified;
    this.ids = ids;
    this.right = right;
    this.changed = changed;
  }

  /** The stamps of an empty folder. */
  public static TreeStamps none(FileTree tree) {
    return none(tree, null);
  }

  private static TreeStamps none(FileTree tree, long @Nullable [] changed) {
    return new TreeStamps(tree, new long[tree.size()], new int[tree.size()], new BitSet(), changed);
  }

  /** Blocking. Reads the stamp of every entry; follows no link. */
  public static TreeStamps scan(TreePaths paths) throws StorageException {
    return scan(paths, () -> {});
  }

  /**
   * As {@link #scan(TreePaths)}.
   *
   * @param step called before each entry, because this takes long: what it throws ends the scan
   */
  public static TreeStamps scan(TreePaths paths, Runnable step) throws StorageException {
    return scan(none(paths.tree()), paths, step);
  }

  /**
   * As {@link #scan(TreePaths, Runnable)}, with the times of the last changes, which hashing needs.
   * They take 8 bytes more for each entry.
   */
  public static TreeStamps scanDated(TreePaths paths, Runnable step) throws StorageException {
    return scan(none(paths.tree(), new long[paths.tree().size()]), paths, step);
  }

  private static TreeStamps scan(TreeStamps stamps, TreePaths paths, Runnable step)
      throws StorageException {
    for (int entry = 0; entry < stamps.tree.size(); entry++) {
      step.run();
      stamps.look(entry, paths.of(entry));
    }
    return stamps;
  }

  /** The same stamps without the times of the last changes. */
  public TreeStamps undated() {
    return new TreeStamps(tree, modified, ids, right);
  }

  private void look(int entry, Path path) throws StorageException {
    switch (tree.kind(entry)) {
      case FILE, EXECUTABLE -> {
        try {
          FileStamp.Dated now = FileStamp.Dated.of(path);
          modified[entry] = now.stamp().modified();
          ids[entry] = now.stamp().fileId();
          right.set(entry, now.stamp().size() == tree.length(entry));
          if (changed != null) {
            changed[entry] = now.changed();
          }
        } catch (StorageException e) {
          if (e.reason() != StorageException.Reason.NO_SUCH_FILE) {
            throw e;
          }
        }
      }
      case LINK -> right.set(entry, isLinkTo(path, tree.target(entry)));
      case FOLDER -> right.set(entry, Files.isDirectory(path, NOFOLLOW_LINKS));
    }
  }

  private static boolean isLinkTo(Path path, String target) throws StorageException {
    try {
      return Files.isSymbolicLink(path) && Files.readSymbolicLink(path).toString().equals(target);
    } catch (IOException e) {
      throw StorageException.of(path, e);
    }
  }

  /** The entries that are there, of the kind and size that they must have. */
  public BitSet right() {
    return (BitSet) right.clone();
  }

  /** Whether an entry is there, and has the kind and size that it must have. */
  public boolean isRight(int entry) {
    return right.get(entry);
  }

  /**
   * The first entry that is missing, or does not have the kind and size that it must have; -1 if
   * there is none.
   */
  public int firstWrong() {
    int wrong = right.nextClearBit(0);
    return wrong < tree.size() ? wrong : -1;
  }

  /** The stamp of a file of the right kind and size. */
  public FileStamp of(int entry) {
    return new FileStamp(tree.length(entry), modified[entry], ids[entry]);
  }

  /** As {@link #of}, with the change time (ctime) if that was looked at. */
  FileStamp.Dated dated(int entry) {
    return new FileStamp.Dated(of(entry), changed == null ? 0 : changed[entry]);
  }

  /** Whether an entry is right in both, and the same. */
  public boolean isSame(int entry, TreeStamps other) {
    return right.get(entry) && other.right.get(entry) && of(entry).isSame(other.of(entry));
  }

  /** Whether a file that was right in the other one is newer in this one. */
  public boolean isNewerThan(int entry, TreeStamps other) {
    return other.right.get(entry) && of(entry).isNewerThan(other.of(entry));
  }

  /** Whether an entry is right, and has not changed since {@code verified} was made. */
  boolean isVerified(int entry, TreeStamps verified) {
    // Entries without bytes are made after the stamps were taken, so these have none for them.
    return isRight(entry) && (tree.length(entry) == 0 || isSame(entry, verified));
  }

  /** One stamp of all files that are not empty. */
  public FileStamp together() {
    long size = 0;
    long times = 0;
    long identities = 1;
    for (int entry = 0; entry < tree.size(); entry++) {
      if (tree.length(entry) == 0) {
        continue; // Empty files are created last.
      }
      size += right.get(entry) ? tree.length(entry) : 0;
      times = mix(times ^ (right.get(entry) ? modified[entry] : -1));
      identities = mix(identities ^ ids[entry]);
    }
    int id = Long.hashCode(identities);
    return new FileStamp(size, times, id == 0 ? 1 : id);
  }

  /** The tree whose entries these are the stamps of. */
  public FileTree tree() {
    return tree;
  }

  long modified(int entry) {
    return modified[entry];
  }

  int id(int entry) {
    return ids[entry];
  }

  private static long mix(long value) {
    long mixed = (value ^ (value >>> 32)) * MIX;
    return mixed ^ (mixed >>> 29);
  }
}
