package io.torrentinno.agent.selection;

import io.torrentinno.protocol.manifest.tree.FileTree;
import io.torrentinno.protocol.model.FileName;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the entries of a resource that paths and patterns name. */
final class EntryMatcher {
  private final String name;

  /** Null where the manifest has version 1, and so one file. */
  private final @Nullable FileTree tree;

  EntryMatcher(String name, @Nullable FileTree tree) {
    this.name = name;
    this.tree = tree == null || tree.isSingleFile() ? null : tree;
  }

  int count() {
    return tree == null ? 1 : tree.size();
  }

  /**
   * The entries that one of them names: an entry by its path, all entries of a folder by the path
   * of the folder, and else what a {@link Glob} matches, which may be a folder, too.
   *
   * @throws IllegalArgumentException when one names none, or too many are patterns
   */
  BitSet matching(List<String> named) {
    BitSet matching = new BitSet(count());
    BitSet folders = new BitSet();
    List<Glob> globs = new ArrayList<>();
    for (String each : named) {
      if (!addPath(each, folders, matching)) {
        globs.add(new Glob(each));
      }
    }
    if (globs.size() > FileChoice.MOST_PATTERNS) {
      throw new IllegalArgumentException(
          "at most "
              + FileChoice.MOST_PATTERNS
              + " patterns in one list; name folders and files by their paths");
    }
    BitSet used = new BitSet();
    if (!globs.isEmpty()) {
      addMatches(globs, used, folders, matching);
    }
    if (used.cardinality() < globs.size()) {
      Glob unused = globs.get(used.nextClearBit(0));
      throw new IllegalArgumentException(
          "nothing in " + name + " is named " + FileName.printable(unused.pattern()));
    }
    addFolders(folders, matching);
    return matching;
  }

  private boolean addPath(String path, BitSet folders, BitSet matching) {
    if (tree == null) {
      boolean same = path.equals(name);
      matching.set(0, same || matching.get(0));
      return same;
    }
    List<String> names =
        List.of((path.endsWith("/") ? path.substring(0, path.length() - 1) : path).split("/", -1));
    int entry = tree.find(names);
    int folder = tree.findFolder(names);
    if (entry >= 0) {
      matching.set(entry);
    } else if (folder > 0) {
      folders.set(folder);
    }
    return entry >= 0 || folder > 0;
  }

  /**
   * Goes through all paths once.
   *
   * @param used takes the globs that match anything
   */
  private void addMatches(List<Glob> globs, BitSet used, BitSet folders, BitSet matching) {
    if (tree == null) {
      matching.set(0, isMatched(name, globs, used, false) || matching.get(0));
      return;
    }
    for (int folder = 1; folder < tree.folders(); folder++) {
      String path = String.join("/", tree.folderPath(folder));
      folders.set(folder, isMatched(path, globs, used, folders.get(folder)));
    }
    for (int entry = 0; entry < tree.size(); entry++) {
      String path = String.join("/", tree.path(entry));
      matching.set(entry, isMatched(path, globs, used, matching.get(entry)));
    }
  }

  /** Whether a path is matched, or was before; marks the globs that match it. */
  private static boolean isMatched(String path, List<Glob> globs, BitSet used, boolean before) {
    boolean matched = before;
    for (int glob = 0; glob < globs.size(); glob++) {
      boolean settled = matched && used.get(glob);
      if (!settled && globs.get(glob).matches(path)) {
        used.set(glob);
        matched = true;
      }
    }
    return matched;
  }

  /** Adds all entries of these folders; folders in them are added, too. */
  private void addFolders(BitSet folders, BitSet entries) {
    if (tree == null || folders.isEmpty()) {
      return;
    }
    for (int folder = 1; folder < tree.folders(); folder++) {
      if (folders.get(tree.parent(folder))) {
        folders.set(folder); // A parent has a lower number.
      }
    }
    for (int entry = 0; entry < tree.size(); entry++) {
      if (folders.get(tree.folder(entry))) {
        entries.set(entry);
      }
    }
  }
}
