package io.torrentinno.protocol.manifest.tree;

import io.torrentinno.protocol.manifest.tree.NameClash.Difference;
import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.Sha256;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Finds names that a file system cannot distinguish. */
public final class NameClashes {
  /** Bits for the number of a child; the other bits of a key are a hash of its name. */
  private static final int NUMBER_BITS = 20;

  private static final long NUMBER = (1 << NUMBER_BITS) - 1;

  private final FileTree tree;
  private final Set<Difference> ignored;
  private final int limit;
  private final List<NameClash> found = new ArrayList<>();
  private final MessageDigest digest = Sha256.digest();

  private NameClashes(FileTree tree, Set<Difference> ignored, int limit) {
    this.tree = tree;
    this.ignored = ignored;
    this.limit = limit;
  }

  /**
   * Looks for clashes in all folders.
   *
   * @param ignored the differences that the file system ignores
   * @param limit how many clashes to report at most
   */
  public static List<NameClash> find(FileTree tree, Set<Difference> ignored, int limit) {
    NameClashes clashes = new NameClashes(tree, ignored, limit);
    for (int folder = 0; folder < tree.folders() && !tree.isSingleFile(); folder++) {
      clashes.search(folder);
    }
    return clashes.found;
  }

  private void search(int folder) {
    int[] children = children(folder);
    long[] keys = new long[children.length];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = (hash(folded(children[i])) & ~NUMBER) | i;
    }
    Arrays.sort(keys);
    for (int i = 1; i < keys.length && found.size() < limit; i++) {
      if (((keys[i - 1] ^ keys[i]) & ~NUMBER) == 0) {
        compare(folder, children[(int) (keys[i - 1] & NUMBER)], children[(int) (keys[i] & NUMBER)]);
      }
    }
  }

  private void compare(int folder, int first, int second) {
    if (folded(first).equals(folded(second))) {
      found.add(new NameClash(path(folder, first), path(folder, second)));
    }
  }

  /** The contents of a folder: folders, and entries as {@code ~entry}. */
  private int[] children(int folder) {
    int end = tree.folders.end(folder);
    int[] children = new int[end - tree.folders.begin(folder)];
    int count = 0;
    for (int entry = tree.folders.begin(folder); entry < end; count++) {
      int child = TreeLookup.childAt(tree, folder, entry);
      children[count] = child;
      entry = child < 0 ? entry + 1 : tree.folders.end(child);
    }
    return Arrays.copyOf(children, count);
  }

  private String name(int child) {
    return tree.names.get(TreeLookup.position(tree, child));
  }

  private List<String> path(int folder, int child) {
    return Stream.concat(tree.folderPath(folder).stream(), Stream.of(name(child))).toList();
  }

  /** The name without the differences that the file system ignores. */
  private String folded(int child) {
    String name = name(child);
    boolean formless = ignored.contains(Difference.FORM);
    String folded = formless ? composed(name) : name;
    if (ignored.contains(Difference.CASE)) {
      folded = folded.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
      folded = formless ? composed(folded) : folded;
    }
    return folded;
  }

  private static String composed(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC);
  }

  /** A hash for which a stranger cannot make many names with the same value. */
  private long hash(String text) {
    return Bytes32.of(digest.digest(PathRules.utf8(text)), 0).w0();
  }
}
