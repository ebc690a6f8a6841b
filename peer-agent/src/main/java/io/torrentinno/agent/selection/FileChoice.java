package io.torrentinno.agent.selection;

import java.util.List;
import java.util.stream.Stream;

/**
 * A person's choice of files, by paths and patterns. The lists count in their order: a file that
 * two lists name gets the priority of the later list. Files that no list names keep their priority.
 *
 * @param only all other files are skipped, and these have normal priority; empty to say nothing
 * @param skip not fetched
 * @param normal fetched
 * @param high fetched before the others
 */
public record FileChoice(
    List<String> only, List<String> skip, List<String> normal, List<String> high) {
  /** No choice. */
  public static final FileChoice NONE = new FileChoice(List.of(), List.of(), List.of(), List.of());

  /** The most paths and patterns in one choice. */
  public static final int MOST = 1000;

  /** The most patterns in one list, since each is compared with every path of a resource. */
  static final int MOST_PATTERNS = 100;

  /** Characters of a path or pattern. */
  private static final int LONGEST = 4096;

  /**
   * A choice.
   *
   * @throws IllegalArgumentException when there are too many, or one is empty or too long
   */
  public FileChoice {
    only = List.copyOf(only);
    skip = List.copyOf(skip);
    normal = List.copyOf(normal);
    high = List.copyOf(high);
    if (only.size() + skip.size() + normal.size() + high.size() > MOST) {
      throw new IllegalArgumentException("at most " + MOST + " paths and patterns in one call");
    }
    if (Stream.of(only, skip, normal, high)
        .flatMap(List::stream)
        .anyMatch(each -> each.isEmpty() || each.length() > LONGEST)) {
      throw new IllegalArgumentException(
          "a path or pattern has from 1 to " + LONGEST + " characters");
    }
  }

  public boolean isEmpty() {
    return only.isEmpty() && skip.isEmpty() && normal.isEmpty() && high.isEmpty();
  }
}
