package io.torrentinno.protocol.manifest.tree;

import io.torrentinno.protocol.model.FileRoot;
import java.util.Objects;
import java.util.stream.IntStream;

/** Finds files by what is in them. Takes 4 bytes for each file that is not empty. Immutable. */
public final class RootIndex {
  private final FileTree tree;
  private final int[] byRoot;

  /** An index of all files of a tree. */
  public RootIndex(FileTree tree) {
    this.tree = tree;
    this.byRoot =
        IntStream.range(0, tree.size())
            .filter(entry -> tree.length(entry) > 0)
            .boxed()
            .sorted((a, b) -> root(a).compareTo(root(b)))
            .mapToInt(Integer::intValue)
            .toArray();
  }

  /** The first file of the tree that has this root, or -1. Others have the same bytes. */
  public int find(FileRoot root) {
    int begin = 0;
    for (int end = byRoot.length; begin < end; ) {
      int middle = (begin + end) >>> 1;
      if (root(byRoot[middle]).compareTo(root) < 0) {
        begin = middle + 1;
      } else {
        end = middle;
      }
    }
    return begin < byRoot.length && root(byRoot[begin]).equals(root) ? byRoot[begin] : -1;
  }

  private FileRoot root(int entry) {
    return Objects.requireNonNull(tree.root(entry));
  }
}
