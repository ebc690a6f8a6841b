package io.torrentinno.protocol.manifest.tree;

import io.torrentinno.protocol.model.FileRoot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thing in a resource ({@code specs/manifest-v2.md}). Folders with content have no entry. */
public sealed interface Entry {
  /** The names from the resource's folder on; none when the resource is a single file. */
  List<String> path();

  /**
   * A file.
   *
   * @param size bytes
   * @param root of its hash tree; null when it is empty
   * @param executable whether its owner may execute it
   */
  record File(List<String> path, long size, @Nullable FileRoot root, boolean executable)
      implements Entry {
    public File {
      if (size < 0 || (size == 0) != (root == null)) {
        throw new IllegalArgumentException(size + " bytes, root " + root);
      }
      path = List.copyOf(path);
    }
  }

  /**
   * A symbolic link.
   *
   * @param target what it says
   */
  record Link(List<String> path, String target) implements Entry {
    public Link {
      path = List.copyOf(path);
    }
  }

  /** A folder with nothing in it. */
  record Folder(List<String> path) implements Entry {
    public Folder {
      path = List.copyOf(path);
    }
  }
}
