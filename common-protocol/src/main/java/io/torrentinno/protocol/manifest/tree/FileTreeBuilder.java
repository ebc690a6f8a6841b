package io.torrentinno.protocol.manifest.tree;

import io.torrentinno.protocol.manifest.ManifestException;
import io.torrentinno.protocol.manifest.ManifestException.Reason;
import java.util.Collection;
import java.util.List;

/**
 * Takes the entries of a resource, sorted by path, and refuses entries that break a rule of {@code
 * specs/manifest-v2.md}. Messages name the entry. After a refusal, the builder cannot be used any
 * more.
 */
public final class FileTreeBuilder {
  private static final int NO_NAME = -1;

  private final NameStore names = new NameStore();
  private final FolderTable folders = new FolderTable();
  private final EntryTable entries = new EntryTable();

  /** The folders of the last entry, from the resource's own on. */
  private final int[] open = new int[TreeLimits.DEPTH];

  private List<String> last = List.of();
  private boolean hasLinks;

  /**
   * Builds the tree of entries in any order.
   *
   * @param pieceLength bytes: a power of two, 64 KiB to 16 MiB
   * @throws ManifestException when an entry breaks a rule; the message names it
   */
  public static FileTree build(Collection<? extends Entry> entries, int pieceLength)
      throws ManifestException {
    FileTreeBuilder builder = new FileTreeBuilder();
    List<? extends Entry> sorted =
        entries.stream()
            .sorted((a, b) -> PathRules.PATH_ORDER.compare(a.path(), b.path()))
            .toList();
    for (Entry entry : sorted) {
      builder.add(entry);
    }
    return builder.build(pieceLength);
  }

  /**
   * Adds the next entry.
   *
   * @throws ManifestException when it breaks a rule; the message names it
   */
  public void add(Entry entry) throws ManifestException {
    try {
      checkPlace(entry);
      List<String> path = entry.path();
      int folder = path.isEmpty() ? 0 : enter(path);
      int name = path.isEmpty() ? NO_NAME : names.add(PathRules.utf8(path.getLast()));
      append(entry, folder, name);
      last = path;
    } catch (ManifestException e) {
      throw new ManifestException(
          e.reason(),
          "files[" + entries.count() + "] " + PathRules.show(entry.path()) + ": " + e.getMessage());
    }
  }

  /**
   * Builds the tree of all entries. Not to be used afterwards.
   *
   * @param pieceLength bytes: a power of two, 64 KiB to 16 MiB
   * @throws ManifestException when there are too many pieces, or links lead to themselves
   */
  public FileTree build(int pieceLength) throws ManifestException {
    if (!TreeLimits.isPieceLength(pieceLength)) {
      throw new ManifestException(
          Reason.INVALID_FIELD, "pieceLength is not a power of two from 65536 to 16777216");
    }
    leave(0);
    folders.end(0, entries.count());
    names.trim();
    folders.trim();
    entries.trim();
    FileTree tree = new FileTree(names, folders, entries, pieceLength, pieces(pieceLength));
    if (hasLinks) {
      new LinkChains(tree).check();
    }
    return tree;
  }

  private void checkPlace(Entry entry) throws ManifestException {
    List<String> path = entry.path();
    if (entries.count() == TreeLimits.ENTRIES) {
      throw limit("files has more than " + TreeLimits.ENTRIES + " entries");
    }
    PathRules.check(path);
    if (path.isEmpty() && !(entry instanceof Entry.File)) {
      throw new ManifestException(
          Reason.BAD_PATH, "the path is empty, but the entry is not a file");
    }
    if (entries.count() > 0) {
      checkOrder(path);
    }
  }

  private void checkOrder(List<String> path) throws ManifestException {
    int common = common(path);
    if (common == last.size()) {
      String fault =
          common == path.size() ? "is there twice" : "is below an entry that is not a folder";
      throw new ManifestException(Reason.PATH_CONFLICT, "the entry " + fault);
    }
    if (common == path.size()) {
      throw new ManifestException(
          Reason.PATH_CONFLICT, "the entry comes after entries that are below it");
    }
    if (PathRules.NAME_ORDER.compare(last.get(common), path.get(common)) > 0) {
      throw new ManifestException(
          Reason.UNSORTED,
          "the entry is not in the order of paths: it belongs before the entry that precedes it");
    }
  }

  /** How many names at the beginning the path shares with the last one. */
  private int common(List<String> path) {
    int common = 0;
    while (common < Math.min(path.size(), last.size())
        && path.get(common).equals(last.get(common))) {
      common++;
    }
    return common;
  }

  /** Opens the folders of a path, and ends the folders that the path is not in. */
  private int enter(List<String> path) throws ManifestException {
    int depth = Math.min(common(path), Math.max(last.size() - 1, 0));
    leave(depth);
    for (; depth < path.size() - 1; depth++) {
      if (folders.count() > TreeLimits.FOLDERS) {
        throw limit("files has more than " + TreeLimits.FOLDERS + " folders");
      }
      int name = names.add(PathRules.utf8(path.get(depth)));
      open[depth + 1] = folders.add(open[depth], name, entries.count());
    }
    return open[path.size() - 1];
  }

  /** Ends the folders of the last entry that are deeper than {@code depth}. */
  private void leave(int depth) {
    for (int at = last.size() - 1; at > depth; at--) {
      folders.end(open[at], entries.count());
    }
  }

  private void append(Entry entry, int folder, int name) throws ManifestException {
    switch (entry) {
      case Entry.File file -> {
        if (file.size() > TreeLimits.MAX_SIZE) {
          throw limit("the size is more than " + TreeLimits.MAX_SIZE);
        }
        entries.add(
            file.executable() ? FileTree.Kind.EXECUTABLE : FileTree.Kind.FILE,
            folder,
            name,
            file.size());
        if (file.root() != null) {
          entries.root(file.root());
        }
      }
      case Entry.Link link -> {
        PathRules.checkTarget(link.target(), link.path().size() - 1);
        int target = names.add(PathRules.utf8(link.target()));
        entries.add(FileTree.Kind.LINK, folder, name, target);
        hasLinks = true;
      }
      case Entry.Folder _ -> entries.add(FileTree.Kind.FOLDER, folder, name, 0);
    }
  }

  private int[] pieces(int pieceLength) throws ManifestException {
    int[] first = new int[entries.count() + 1];
    for (int entry = 0; entry < entries.count(); entry++) {
      boolean link = entries.kind(entry) == FileTree.Kind.LINK;
      long length = link ? 0 : entries.value(entry);
      long next = first[entry] + Math.ceilDiv(length, (long) pieceLength);
      if (next > TreeLimits.PIECES) {
        throw limit(
            "files has more than " + TreeLimits.PIECES + " pieces of " + pieceLength + " bytes");
      }
      first[entry + 1] = (int) next;
    }
    return first;
  }

  private static ManifestException limit(String fault) {
    return new ManifestException(Reason.LIMIT_EXCEEDED, fault);
  }
}
