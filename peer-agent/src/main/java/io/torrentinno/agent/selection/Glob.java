package io.torrentinno.agent.selection;

/**
 * A pattern of paths: {@code *} stands for any characters but {@code /}, {@code **} for any
 * characters, {@code ?} for one character but {@code /}, and {@code [a-z]} or {@code [!a-z]} for
 * one of a set. A pattern without {@code /} is compared with the last name of a path, others with
 * the whole path. Matching takes time in proportion to the lengths of both at most.
 */
record Glob(String pattern) {
  /** Whether a path, its names joined by {@code /}, is one of the pattern. */
  boolean matches(String path) {
    boolean named = pattern.indexOf('/') < 0 && !pattern.contains("**");
    return matchesAll(named ? path.substring(path.lastIndexOf('/') + 1) : path);
  }

  /** Where to go on when what follows a star does not match: the star then takes one more. */
  private static final class Retry {
    int afterStar = -1;
    int text;

    void set(int pattern, int at) {
      afterStar = pattern;
      text = at;
    }
  }

  private boolean matchesAll(String text) {
    Retry one = new Retry();
    Retry many = new Retry();
    int p = 0;
    int t = 0;
    while (t < text.length() || p < pattern.length()) {
      if (pattern.startsWith("**", p)) {
        p += 2;
        many.set(p, t);
        one.afterStar = -1; // What the wider star has matched is settled.
        continue;
      }
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        p++;
        one.set(p, t);
        continue;
      }
      int next = t < text.length() ? step(p, text.charAt(t)) : -1;
      if (next >= 0) {
        p = next;
        t++;
      } else if (one.afterStar >= 0 && one.text < text.length() && text.charAt(one.text) != '/') {
        t = ++one.text;
        p = one.afterStar;
      } else if (many.afterStar >= 0 && many.text < text.length()) {
        t = ++many.text;
        p = many.afterStar;
        one.afterStar = -1;
      } else {
        return false;
      }
    }
    return true;
  }

  /** Where the pattern goes on when its part at {@code p} matches the character; else -1. */
  private int step(int p, char c) {
    if (p >= pattern.length()) {
      return -1;
    }
    char expected = pattern.charAt(p);
    int end = expected == '[' ? pattern.indexOf(']', p + 2) : -1;
    if (end > 0) {
      return c != '/' && isIn(p + 1, end, c) ? end + 1 : -1;
    }
    return expected == c || (expected == '?' && c != '/') ? p + 1 : -1;
  }

  private boolean isIn(int begin, int end, char c) {
    boolean negated = pattern.charAt(begin) == '!' && begin + 1 < end;
    boolean found = false;
    for (int i = negated ? begin + 1 : begin; i < end; i++) {
      if (i + 2 < end && pattern.charAt(i + 1) == '-') {
        found |= pattern.charAt(i) <= c && c <= pattern.charAt(i + 2);
        i += 2;
      } else {
        found |= pattern.charAt(i) == c;
      }
    }
    return found != negated;
  }
}
