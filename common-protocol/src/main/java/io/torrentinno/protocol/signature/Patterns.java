package io.torrentinno.protocol.signature;

/**
 * Lists of patterns as ssh_config(5) has them: parted by commas, {@code *} and {@code ?} stand for
 * any letters and any letter, {@code !} refuses what matches.
 */
final class Patterns {
  private Patterns() {}

  /** Whether a pattern matches, and none that refuses. */
  static boolean match(String patterns, String text) {
    boolean matched = false;
    for (String pattern : patterns.split(",", -1)) {
      boolean refuses = pattern.startsWith("!");
      if (matches(refuses ? pattern.substring(1) : pattern, text)) {
        if (refuses) {
          return false;
        }
        matched = true;
      }
    }
    return matched;
  }

  /** Takes time in proportion to the product of the lengths, whatever the pattern. */
  private static boolean matches(String pattern, String text) {
    int at = 0;
    int next = 0;
    int star = -1;
    int retry = 0;
    while (next < text.length()) {
      if (at < pattern.length() && pattern.charAt(at) == '*') {
        star = at++;
        retry = next;
      } else if (at < pattern.length()
          && (pattern.charAt(at) == '?' || pattern.charAt(at) == text.charAt(next))) {
        at++;
        next++;
      } else if (star >= 0) {
        at = star + 1;
        next = ++retry;
      } else {
        return false;
      }
    }
    while (at < pattern.length() && pattern.charAt(at) == '*') {
      at++;
    }
    return at == pattern.length();
  }
}
