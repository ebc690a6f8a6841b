package io.torrentinno.protocol.manifest.tree;

import io.torrentinno.protocol.model.FileRoot;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Finds files by their content. The index has all files of a tree that are not empty, sorted by
 * their roots; files with the same root are in the order of the tree. Takes 4 bytes for each file.
 * Immutable.
 */
public final class RootIndex {
  /** Bits for the number of an entry; the bits above are the first bits of the root. */
  private static final int ENTRY_BITS = 20;

  private static final long ENTRY = (1L << ENTRY_BITS) - 1;

  private final FileTree tree;
  private final int[] byRoot;

  /** An index of all files of a tree. */
  public RootIndex(FileTree tree) {
    this.tree = tree;
    // Nearly always the first bits of two roots differ, and numbers are sorted without objects.
    long[] keys =
        IntStream.range(0, tree.size())
            .filter(entry -> tree.length(entry) > 0)
            .mapToLong(entry -> prefix(root(entry)) | entry)
            .sorted()
            .toArray();
    this.byRoot = Arrays.stream(keys).mapToInt(key -> (int) (key & ENTRY)).toArray();
    for (int begin = 0; begin < keys.length; ) {
      int end = begin + 1;
      while (end < keys.length && (keys[end] & ~ENTRY) == (keys[begin] & ~ENTRY)) {
        end++;
      }
      sort(begin, end);
      begin = end;
    }
  }

  /** How many files there are. */
  public int size() {
    return byRoot.length;
  }

  /** The entry of the file at a place of the index. */
  public int entry(int place) {
    return byRoot[place];
  }

  /**
   * The first file of the tree that has this root, or -1. Other files with this root have the same
   * bytes.
   */
  public int find(FileRoot root) {
    int place = place(root);
    return place < 0 ? -1 : byRoot[place];
  }

  /** The place of the first file that has this root, or -1; the others follow it. */
  public int place(FileRoot root) {
    int begin = 0;
    for (int end = byRoot.length; begin < end; ) {
      int middle = (begin + end) >>> 1;
      if (compare(root(byRoot[middle]), root) < 0) {
        begin = middle + 1;
      } else {
        end = middle;
      }
    }
    return begin < byRoot.length && root(byRoot[begin]).equals(root) ? begin : -1;
  }

  /** Roots whose first bits agree. */
  private void sort(int begin, int end) {
    if (end - begin > 1) {
      int[] sorted =
          Arrays.stream(byRoot, begin, end)
              .boxed()
              .sorted(Comparator.comparing(this::root))
              .mapToInt(Integer::intValue)
              .toArray();
      System.arraycopy(sorted, 0, byRoot, begin, sorted.length);
    }
  }

  /** Signed by the first bits, as the keys are sorted; then as roots are compared. */
  private static int compare(FileRoot a, FileRoot b) {
    int order = Long.compare(prefix(a), prefix(b));
    return order != 0 ? order : a.compareTo(b);
  }

  private static long prefix(FileRoot root) {
    return root.value().w0() & ~ENTRY;
  }

  private FileRoot root(int entry) {
    return Objects.requireNonNull(tree.root(entry));
  }
}
