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
   * @throws IllegalArgumentException when one names none
   */
  BitSet matching(List<String> named) {
    BitSet matching = new BitSet(count());
    List<Glob> globs = new ArrayList<>();
    for (String each : named) {
      if (!addPath(each, matching)) {
        globs.add(new Glob(each));
      }
    }
    for (Glob glob : globs) {
      BitSet found = matching(glob);
      if (found.isEmpty()) {
        throw new IllegalArgumentException(
            "nothing in " + name + " is named " + FileName.printable(glob.pattern()));
      }
      matching.or(found);
    }
    return matching;
  }

  private boolean addPath(String path, BitSet matching) {
    if (tree == null) {
      boolean same = path.equals(name);
      matching.set(0, same || matching.get(0));
      return same;
    }
    List<String> names =
        List.of((path.endsWith("/") ? path.substring(0, path.length() - 1) : path).split("/", -1));
    int entry = tree.find(names);
    if (entry >= 0) {
      matching.set(entry);
      return true;
    }
    for (int folder = 1; folder < tree.folders(); folder++) {
      if (tree.folderName(folder).equals(names.getLast())
          && tree.folderPath(folder).equals(names)) {
        BitSet one = new BitSet();
        one.set(folder);
        addFolders(one, matching);
        return true;
      }
    }
    return false;
  }

  private BitSet matching(Glob glob) {
    BitSet found = new BitSet();
    if (tree == null) {
      found.set(0, glob.matches(name));
      return found;
    }
    BitSet folders = new BitSet();
    for (int folder = 1; folder < tree.folders(); folder++) {
      folders.set(folder, glob.matches(String.join("/", tree.folderPath(folder))));
    }
    addFolders(folders, found);
    for (int entry = 0; entry < tree.size(); entry++) {
      if (!found.get(entry)) {
        found.set(entry, glob.matches(String.join("/", tree.path(entry))));
      }
    }
    return found;
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
