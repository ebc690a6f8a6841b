package io.torrentinno.protocol.manifest.tree;

import io.torrentinno.protocol.model.FileRoot;
import java.util.AbstractList;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a resource, sorted by path, and the layout of their pieces. Takes about 55 bytes
 * for an entry, and the bytes of its name; the name of each folder is stored once. Immutable.
 */
public final class FileTree extends AbstractList<Entry> implements RandomAccess {
  /** The kind of an entry. */
  public enum Kind {
    FILE,
    EXECUTABLE,
    LINK,
    FOLDER
  }

  final NameStore names;
  final FolderTable folders;
  private final EntryTable entries;
  private final int pieceLength;

  /** The first piece of each entry; the last element is the number of all pieces. */
  private final int[] firstPieces;

  FileTree(
      NameStore names, FolderTable folders, EntryTable entries, int pieceLength, int[] pieces) {
    this.names = names;
    this.folders = folders;
    this.entries = entries;
    this.pieceLength = pieceLength;
    this.firstPieces = pieces;
  }

  /** How many entries there are. */
  @Override
  public int size() {
    return entries.count();
  }

  /** One entry. To read many, the methods below need less memory. */
  @Override
  public Entry get(int entry) {
    List<String> path = path(entry);
    return switch (kind(entry)) {
      case FILE, EXECUTABLE ->
          new Entry.File(path, length(entry), root(entry), kind(entry) == Kind.EXECUTABLE);
      case LINK -> new Entry.Link(path, target(entry));
      case FOLDER -> new Entry.Folder(path);
    };
  }

  public Kind kind(int entry) {
    return entries.kind(entry);
  }

  /** Bytes of a file; 0 for an entry that is no file. */
  public long length(int entry) {
    return kind(entry) == Kind.LINK ? 0 : entries.value(entry);
  }

  /** The root of a file's hash tree; null for an entry without bytes. */
  public @Nullable FileRoot root(int entry) {
    return length(entry) == 0 ? null : entries.root(entry);
  }

  /** The text of a link. */
  public String target(int entry) {
    if (kind(entry) != Kind.LINK) {
      throw new IllegalArgumentException("entry " + entry + " is no link");
    }
    return names.get((int) entries.value(entry));
  }

  /** The last name of the path; empty when the resource is a single file. */
  public String name(int entry) {
    return isSingleFile() ? "" : names.get(entries.name(entry));
  }

  /** The names from the resource's folder on. */
  public List<String> path(int entry) {
    return isSingleFile() ? List.of() : path(folder(entry), entries.name(entry));
  }

  /** Whether the resource is a single file and no folder. */
  public boolean isSingleFile() {
    return size() == 1 && entries.name(0) < 0;
  }

  /** How many folders there are that have no entry; folder 0 is the resource's own. */
  public int folders() {
    return folders.count();
  }

  /** The folder of an entry. */
  public int folder(int entry) {
    return entries.folder(entry);
  }

  /** The parent of a folder, which has a lower number; 0 for 0. */
  public int parent(int folder) {
    return folders.parent(Objects.checkIndex(folder, folders.count()));
  }

  /** The name of a folder; empty for 0. */
  public String folderName(int folder) {
    return folder == 0 ? "" : names.get(folders.name(folder));
  }

  /** Bytes of memory that all names and the targets of links take. */
  public long nameBytes() {
    return names.size();
  }

  /** Bytes of every piece but the last of a file. */
  public int pieceLength() {
    return pieceLength;
  }

  /** How many pieces all files have. */
  public int pieces() {
    return firstPieces[size()];
  }

  /** The first piece of a file; for other entries, the first piece of the next file. */
  public int firstPiece(int entry) {
    return firstPieces[Objects.checkIndex(entry, size())];
  }

  /** How many pieces an entry has. */
  public int pieces(int entry) {
    return firstPieces[entry + 1] - firstPieces[entry];
  }

  /** The file of a piece. */
  public int entryOf(int piece) {
    Objects.checkIndex(piece, pieces());
    int entry = 0;
    for (int end = size(); entry < end; ) {
      int middle = (entry + end) >>> 1;
      if (firstPieces[middle + 1] <= piece) {
        entry = middle + 1;
      } else {
        end = middle;
      }
    }
    return entry;
  }

  /** Bytes of a piece. */
  public int pieceSize(int piece) {
    int file = entryOf(piece);
    long begin = (long) (piece - firstPieces[file]) * pieceLength;
    return (int) Math.min(pieceLength, length(file) - begin);
  }

  /** Bytes of all files. */
  public long totalLength() {
    long sum = 0;
    for (int entry = 0; entry < size(); entry++) {
      sum += length(entry);
    }
    return sum;
  }

  /** Whether both trees have the same entries. The bytes of files and of pieces may differ. */
  public boolean hasSameEntries(FileTree other) {
    if (size() != other.size()) {
      return false;
    }
    for (int entry = 0; entry < size(); entry++) {
      if (kind(entry) != other.kind(entry)
          || length(entry) != other.length(entry)
          || !path(entry).equals(other.path(entry))
          || (kind(entry) == Kind.LINK && !target(entry).equals(other.target(entry)))) {
        return false;
      }
    }
    return true;
  }

  /** The entry of a path, or -1. */
  public int find(List<String> path) {
    if (isSingleFile() || path.isEmpty()) {
      return isSingleFile() && path.isEmpty() ? 0 : -1;
    }
    int folder = findFolder(path.subList(0, path.size() - 1));
    int found = folder < 0 ? TreeLookup.NONE : TreeLookup.child(this, folder, path.getLast());
    return found < 0 ? ~found : -1;
  }

  /** The number of the folder at a path, or -1; a folder that is an entry has none. */
  public int findFolder(List<String> path) {
    if (isSingleFile()) {
      return -1;
    }
    int folder = 0;
    for (String name : path) {
      folder = TreeLookup.child(this, folder, name);
      if (folder <= 0) {
        return -1;
      }
    }
    return folder;
  }

  /** The position of the name of an entry; negative for a single file. */
  int namePosition(int entry) {
    return entries.name(entry);
  }

  /** The names from the resource's folder to a folder; empty for 0. */
  public List<String> folderPath(int folder) {
    return folder == 0 ? List.of() : path(folders.parent(folder), folders.name(folder));
  }

  private List<String> path(int folder, int name) {
    Deque<String> path = new ArrayDeque<>();
    path.addFirst(names.get(name));
    for (int at = folder; at != 0; at = folders.parent(at)) {
      path.addFirst(names.get(folders.name(at)));
    }
    return List.copyOf(path);
  }
}
