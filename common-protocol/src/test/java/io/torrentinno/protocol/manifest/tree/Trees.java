package io.torrentinno.protocol.manifest.tree;

import io.torrentinno.protocol.manifest.ManifestException;
import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.FileRoot;
import java.util.Arrays;
import java.util.List;

/** Entries and trees for tests; paths are written with {@code /}. */
final class Trees {
  static final int PIECE = 65_536;

  private Trees() {}

  static Entry file(String path, long size) {
    FileRoot root = size == 0 ? null : new FileRoot(new Bytes32(1, 2, 3, size));
    return new Entry.File(path(path), size, root, false);
  }

  static Entry link(String path, String target) {
    return new Entry.Link(path(path), target);
  }

  static Entry folder(String path) {
    return new Entry.Folder(path(path));
  }

  static List<String> path(String path) {
    return path.isEmpty() ? List.of() : Arrays.asList(path.split("/"));
  }

  static FileTree tree(Entry... entries) throws ManifestException {
    return FileTreeBuilder.build(List.of(entries), PIECE);
  }
}
