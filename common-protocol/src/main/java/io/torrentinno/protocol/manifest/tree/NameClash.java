package io.torrentinno.protocol.manifest.tree;

import java.util.List;

/**
 * Two names in one folder of a resource that some file systems treat as the same. Each may be the
 * name of a file, a link or a folder.
 *
 * @param first the path that comes first
 */
public record NameClash(List<String> first, List<String> second) {
  /** A difference between names that a file system may ignore. */
  public enum Difference {
    /** Upper and lower case. */
    CASE,
    /** Composed and decomposed characters, Unicode's forms NFC and NFD. */
    FORM
  }
}
