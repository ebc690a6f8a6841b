package io.torrentinno.protocol.manifest.tree;

import java.util.Arrays;

/**
 * The folders of a resource, in the order of its entries. Folder 0 is the resource's own; each
 * other one has a parent before it. What lies in a folder is a run of entries.
 */
final class FolderTable {
  private static final int FIRST_CAPACITY = 4;

  private int[] parents = new int[FIRST_CAPACITY];
  private int[] names = new int[FIRST_CAPACITY];
  private int[] begins = new int[FIRST_CAPACITY];
  private int[] ends = new int[FIRST_CAPACITY];
  private int count = 1;

  /** How many there are. */
  int count() {
    return count;
  }

  /**
   * Adds a folder, whose end is to be set.
   *
   * @param name where its name is
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

  /** Gives up what was only there to grow. */
  void trim() {
    parents = Arrays.copyOf(parents, count);
    names = Arrays.copyOf(names, count);
    begins = Arrays.copyOf(begins, count);
    ends = Arrays.copyOf(ends, count);
  }

  /** The folder that a folder is in; 0 for 0. */
  int parent(int folder) {
    return parents[folder];
  }

  /** Where its name is; folder 0 has none. */
  int name(int folder) {
    return names[folder];
  }

  /** The first entry in it or below. */
  int begin(int folder) {
    return begins[folder];
  }

  /** Behind the last entry in it or below. */
  int end(int folder) {
    return ends[folder];
  }

  /** Of those directly in {@code ancestor}, the folder that {@code folder} is or lies below. */
  int childOf(int ancestor, int folder) {
    int child = folder;
    while (parents[child] != ancestor) {
      child = parents[child];
    }
    return child;
  }
}
