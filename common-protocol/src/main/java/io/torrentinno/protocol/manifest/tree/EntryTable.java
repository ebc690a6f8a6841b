package io.torrentinno.protocol.manifest.tree;

import io.torrentinno.protocol.model.FileRoot;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The values of entries, in columns: 20 bytes each, and 32 more for a root. */
final class EntryTable {
  private static final int FIRST_CAPACITY = 4;

  /** Roots in one array. A single array of many roots would have to be copied to grow. */
  private static final int CHUNK = 4096;

  private FileTree.Kind[] kinds = new FileTree.Kind[FIRST_CAPACITY];
  private int[] folders = new int[FIRST_CAPACITY];
  private int[] names = new int[FIRST_CAPACITY];
  private long[] values = new long[FIRST_CAPACITY];
  private byte[] @Nullable [] roots = new byte[1][];
  private int count;

  /** How many entries there are. */
  int count() {
    return count;
  }

  /**
   * Adds an entry.
   *
   * @param name the position of its name
   * @param value the length of a file; the position of the target of a link
   */
  void add(FileTree.Kind kind, int folder, int name, long value) {
    if (count == kinds.length) {
      resize(count + Math.max(FIRST_CAPACITY, count >> 1));
    }
    kinds[count] = kind;
    folders[count] = folder;
    names[count] = name;
    values[count] = value;
    count++;
  }

  /** Sets the root of the entry that was added last. */
  void root(FileRoot root) {
    int chunk = (count - 1) / CHUNK;
    if (chunk >= roots.length) {
      roots = Arrays.copyOf(roots, chunk + 1);
    }
    int offset = (count - 1) % CHUNK * FileRoot.LENGTH;
    byte[] hashes = roots[chunk];
    if (hashes == null || hashes.length <= offset) {
      int capacity = Math.min(Math.max(2 * offset, FIRST_CAPACITY * FileRoot.LENGTH), full());
      hashes = hashes == null ? new byte[capacity] : Arrays.copyOf(hashes, capacity);
      roots[chunk] = hashes;
    }
    root.value().writeTo(hashes, offset);
  }

  /** Frees the memory that was only there for growth. */
  void trim() {
    resize(count);
    int last = roots.length - 1;
    byte[] hashes = roots[last];
    if (hashes != null) {
      int used = Math.min(hashes.length, (count - last * CHUNK) * FileRoot.LENGTH);
      roots[last] = Arrays.copyOf(hashes, used);
    }
  }

  FileTree.Kind kind(int entry) {
    return kinds[entry];
  }

  int folder(int entry) {
    return folders[entry];
  }

  int name(int entry) {
    return names[entry];
  }

  long value(int entry) {
    return values[entry];
  }

  /** The root of an entry that has one. */
  FileRoot root(int entry) {
    byte[] hashes = roots[entry / CHUNK];
    if (hashes == null) {
      throw new IllegalStateException("entry " + entry + " has no root");
    }
    return FileRoot.of(hashes, entry % CHUNK * FileRoot.LENGTH);
  }

  private void resize(int capacity) {
    kinds = Arrays.copyOf(kinds, capacity);
    folders = Arrays.copyOf(folders, capacity);
    names = Arrays.copyOf(names, capacity);
    values = Arrays.copyOf(values, capacity);
  }

  private static int full() {
    return CHUNK * FileRoot.LENGTH;
  }
}
