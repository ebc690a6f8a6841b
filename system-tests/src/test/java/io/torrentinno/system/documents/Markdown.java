package io.torrentinno.system.documents;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The parts of a Markdown text that tests look at, as GitHub reads it. */
final class Markdown {
  private static final Pattern FENCED = Pattern.compile("(?ms)^( *)```.*?^ *```[ \\t]*$");
  private static final Pattern CODE = Pattern.compile("`[^`]*`");
  private static final Pattern LINK = Pattern.compile("\\]\\(\\s*<?([^)\\s>]+)>?[^)]*\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+?) *$");
  private static final Pattern LINK_TEXT = Pattern.compile("!?\\[([^\\]]*)\\]\\([^)]*\\)");

  private final String prose;

  /** Reads {@code text}; what is fenced is code, and neither a link nor a heading. */
  Markdown(String text) {
    prose = FENCED.matcher(text).replaceAll("");
  }

  /** Where its links and images lead, as they stand there. */
  List<String> links() {
    return LINK.matcher(CODE.matcher(prose).replaceAll(""))
        .results()
        .map(link -> link.group(1))
        .toList();
  }

  /** The anchors of its headings, without {@code #}. A heading that is there again has a number. */
  Set<String> anchors() {
    Map<String, Integer> seen = new HashMap<>();
    Set<String> anchors = new HashSet<>();
    HEADING
        .matcher(prose)
        .results()
        .map(Markdown::anchor)
        .forEach(anchor -> {
          int before = seen.merge(anchor, 1, Integer::sum) - 1;
          anchors.add(before == 0 ? anchor : anchor + "-" + before);
        });
    return anchors;
  }

  private static String anchor(MatchResult heading) {
    return LINK_TEXT
        .matcher(heading.group(1))
        .replaceAll("$1")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N} _-]", "")
        .replace(' ', '-');
  }
}
