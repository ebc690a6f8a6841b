package io.torrentinno.protocol.manifest.tree;

/** Finds the child of a folder by its name, with a binary search in the entries of the folder. */
final class TreeLookup {
  /** No child of this name. */
  static final int NONE = 0;

  private TreeLookup() {}

  /**
   * The child of a folder with this name.
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

  /** The child of a folder that is an entry or contains it. */
  static int childAt(FileTree tree, int folder, int entry) {
    int in = tree.folder(entry);
    return in == folder ? ~entry : tree.folders.childOf(folder, in);
  }

  /** The position of the name of a child. */
  static int position(FileTree tree, int child) {
    return child < 0 ? tree.namePosition(~child) : tree.folders.name(child);
  }
}
