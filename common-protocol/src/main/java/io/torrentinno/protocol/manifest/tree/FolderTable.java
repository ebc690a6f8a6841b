package io.torrentinno.protocol.manifest.tree;

import java.util.Arrays;

/**
 * The folders of a resource, in the order of its entries. Folder 0 is the resource's own; each
 * other folder has a parent with a lower number. The entries in a folder have consecutive numbers.
 */
final class FolderTable {
  private static final int FIRST_CAPACITY = 4;

  private int[] parents = new int[FIRST_CAPACITY];
  private int[] names = new int[FIRST_CAPACITY];
  private int[] begins = new int[FIRST_CAPACITY];
  private int[] ends = new int[FIRST_CAPACITY];
  private int count = 1;

  /** How many folders there are. */
  int count() {
    return count;
  }

  /**
   * Adds a folder, whose end is set later.
   *
   * @param name the position of its name
   * @param begin the first entry in it
   */
  int add(int parent, int name, int begin) {
    if (count == parents.length) {
      int capacity = count + (count >> 1);
      parents = Arrays.copyOf(parents, capacity);
      names = Arrays.copyOf(names, capacity);
      begins = Arrays.copyOf(begins, capacity);
      ends = Arrays.copyOf(ends, capacity);
    }
    parents[count] = parent;
    names[count] = name;
    begins[count] = begin;
    return count++;
  }

  void end(int folder, int end) {
    ends[folder] = end;
  }

  /** Frees the memory that was only there for growth. */
  void trim() {
    parents = Arrays.copyOf(parents, count);
    names = Arrays.copyOf(names, count);
    begins = Arrays.copyOf(begins, count);
    ends = Arrays.copyOf(ends, count);
  }

  /** The parent of a folder; 0 for 0. */
  int parent(int folder) {
    return parents[folder];
  }

  /** The position of its name; folder 0 has none. */
  int name(int folder) {
    return names[folder];
  }

  /** The first entry in the folder or below. */
  int begin(int folder) {
    return begins[folder];
  }

  /** The number after the last entry in the folder or below. */
  int end(int folder) {
    return ends[folder];
  }

  /** The child of {@code ancestor} that is {@code folder} or contains it. */
  int childOf(int ancestor, int folder) {
    int child = folder;
    while (parents[child] != ancestor) {
      child = parents[child];
    }
    return child;
  }
}
