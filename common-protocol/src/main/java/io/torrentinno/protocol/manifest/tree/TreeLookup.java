package io.torrentinno.protocol.manifest.tree;

/** Finds what a folder has, by name: a binary search in the run of entries that lie in it. */
final class TreeLookup {
  /** No child of this name. */
  static final int NONE = 0;

  private TreeLookup() {}

  /**
   * What is called so in a folder.
   *
   * @return the number of a folder, above 0; {@code ~entry}, below 0; or {@link #NONE}
   */
  static int child(FileTree tree, int folder, String name) {
    byte[] wanted = PathRules.utf8(name);
    int begin = tree.folders.begin(folder);
    int end = tree.folders.end(folder);
    while (begin < end) {
      int middle = (begin + end) >>> 1;
      int child = childAt(tree, folder, middle);
      int order = tree.names.compare(position(tree, child), wanted);
      if (order == 0) {
        return child;
      }
      if (order < 0) {
        begin = middle + 1;
      } else {
        end = middle;
      }
    }
    return NONE;
  }

  /** What leads from a folder to an entry in it or below: that entry, or a folder. */
  static int childAt(FileTree tree, int folder, int entry) {
    int in = tree.folder(entry);
    return in == folder ? ~entry : tree.folders.childOf(folder, in);
  }

  /** Where the name of a child is. */
  static int position(FileTree tree, int child) {
    return child < 0 ? tree.namePosition(~child) : tree.folders.name(child);
  }
}
