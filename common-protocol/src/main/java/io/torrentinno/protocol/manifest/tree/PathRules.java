package io.torrentinno.protocol.manifest.tree;

import io.torrentinno.protocol.manifest.ManifestException;
import io.torrentinno.protocol.manifest.ManifestException.Reason;
import io.torrentinno.protocol.model.FileName;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;

/** The rules for paths and targets of links, and the order of paths. */
public final class PathRules {
  /** The order of names in a folder: as unsigned bytes of UTF-8. */
  public static final Comparator<String> NAME_ORDER = PathRules::compareNames;

  /** The order of entries: name by name; a path comes before longer paths that begin with it. */
  public static final Comparator<List<String>> PATH_ORDER = PathRules::comparePaths;

  private PathRules() {}

  static void check(List<String> path) throws ManifestException {
    if (path.size() > TreeLimits.DEPTH) {
      throw new ManifestException(
          Reason.LIMIT_EXCEEDED, "the path has more than " + TreeLimits.DEPTH + " names");
    }
    long bytes = Math.max(path.size() - 1, 0);
    for (String name : path) {
      String fault = FileName.fault(name);
      if (fault != null) {
        throw new ManifestException(Reason.BAD_PATH, "a name of the path " + fault);
      }
      bytes += FileName.utf8Length(name);
    }
    if (bytes > TreeLimits.PATH_BYTES) {
      throw new ManifestException(
          Reason.LIMIT_EXCEEDED, "the path has more than " + TreeLimits.PATH_BYTES + " bytes");
    }
  }

  /**
   * Checks that a link cannot leave the tree, whatever other entries there are.
   *
   * @param folders the number of folders of the resource above the link
   */
  static void checkTarget(String target, int folders) throws ManifestException {
    if (target.isEmpty() || target.startsWith("/")) {
      throw badLink(
          target.isEmpty()
              ? "the link is empty"
              : "the link begins with /, so it leads out of the resource");
    }
    int up = 0;
    boolean down = false;
    for (String part : target.split("/", -1)) {
      if (part.equals("..")) {
        if (down) {
          throw badLink("the link has a .. after a name");
        }
        up++;
      } else if (!part.isEmpty() && !part.equals(".")) {
        String fault = FileName.fault(part);
        if (fault != null) {
          throw badLink("a name of the link " + fault);
        }
        down = true;
      }
    }
    if (up > folders) {
      throw badLink("the link leads out of the resource");
    }
    if (utf8(target).length > TreeLimits.LINK_BYTES) {
      throw new ManifestException(
          Reason.LIMIT_EXCEEDED, "the link has more than " + TreeLimits.LINK_BYTES + " bytes");
    }
  }

  static ManifestException badLink(String fault) {
    return new ManifestException(Reason.BAD_LINK, fault);
  }

  /** A path for a message. */
  static String show(List<String> path) {
    return FileName.printable(String.join("/", path));
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static int comparePaths(List<String> a, List<String> b) {
    int common = Math.min(a.size(), b.size());
    for (int i = 0; i < common; i++) {
      int order = compareNames(a.get(i), b.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(a.size(), b.size());
  }

  private static int compareNames(String a, String b) {
    int common = Math.min(a.length(), b.length());
    for (int i = 0; i < common; i++) {
      if (a.charAt(i) != b.charAt(i)) {
        return rank(a.charAt(i)) - rank(b.charAt(i));
      }
    }
    return a.length() - b.length();
  }

  /** Orders UTF-16 as UTF-8: there, surrogate pairs come after all other characters. */
  private static int rank(char c) {
    return Character.isSurrogate(c) ? c + Character.MAX_VALUE : c;
  }
}
