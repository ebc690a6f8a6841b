package io.torrentinno.protocol.manifest.tree;

import io.torrentinno.protocol.model.FileRoot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a resource ({@code specs/manifest-v2.md}). Folders that are not empty have no entry.
 */
public sealed interface Entry {
  /** The names from the resource's folder on; empty when the resource is a single file. */
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
        throw new IllegalArgumentException(
            "size and root do not fit: " + size + " bytes, root " + root);
      }
      path = List.copyOf(path);
    }
  }

  /**
   * A symbolic link.
   *
   * @param target the text of the link
   */
  record Link(List<String> path, String target) implements Entry {
    public Link {
      path = List.copyOf(path);
    }
  }

  /** An empty folder. */
  record Folder(List<String> path) implements Entry {
    public Folder {
      path = List.copyOf(path);
    }
  }
}
