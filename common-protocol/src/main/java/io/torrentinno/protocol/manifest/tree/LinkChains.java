package io.torrentinno.protocol.manifest.tree;

import io.torrentinno.protocol.manifest.ManifestException;
import java.util.List;

/** Follows the links of a tree, to find links that lead to themselves. */
final class LinkChains {
  /** The target of a link to a place where there is nothing. */
  private static final int NOTHING = Integer.MIN_VALUE;

  private final FileTree tree;

  /** The target of each link: a folder, or {@code ~entry}. */
  private final int[] ends;

  /**
   * How many links are followed for each link, itself included; 0 for links that were not followed
   * yet.
   */
  private final byte[] followed;

  LinkChains(FileTree tree) {
    this.tree = tree;
    this.ends = new int[tree.size()];
    this.followed = new byte[tree.size()];
  }

  void check() throws ManifestException {
    for (int entry = 0; entry < tree.size(); entry++) {
      if (tree.kind(entry) == FileTree.Kind.LINK) {
        try {
          follow(entry, 1);
        } catch (ManifestException e) {
          List<String> path = tree.path(entry);
          throw new ManifestException(
              e.reason(), "files[" + entry + "] " + PathRules.show(path) + ": " + e.getMessage());
        }
      }
    }
  }

  private int follow(int link, int depth) throws ManifestException {
    if (followed[link] > 0) {
      return ends[link];
    }
    if (depth > TreeLimits.LINKS_FOLLOWED) {
      throw tooMany();
    }
    int at = tree.folder(link);
    int links = 1;
    for (String part : tree.target(link).split("/", -1)) {
      if (part.equals("..")) {
        at = tree.parent(at); // only before the first name, and never above the resource's folder
      } else if (!part.isEmpty() && !part.equals(".")) {
        at = at < 0 ? TreeLookup.NONE : TreeLookup.child(tree, at, part);
        if (at == TreeLookup.NONE) {
          at = NOTHING;
          break;
        }
        if (at < 0 && tree.kind(~at) == FileTree.Kind.LINK) {
          int next = ~at;
          at = follow(next, depth + 1);
          links += followed[next];
        }
      }
    }
    if (links > TreeLimits.LINKS_FOLLOWED) {
      throw tooMany();
    }
    ends[link] = at;
    followed[link] = (byte) links;
    return at;
  }

  private static ManifestException tooMany() {
    return PathRules.badLink(
        "the link leads to itself, or through more than " + TreeLimits.LINKS_FOLLOWED + " links");
  }
}
