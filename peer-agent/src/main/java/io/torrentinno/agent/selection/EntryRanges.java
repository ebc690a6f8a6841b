package io.torrentinno.agent.selection;

import java.util.BitSet;

/** Numbers of entries as text, such as {@code 0-99,105}. */
final class EntryRanges {
  /** Above every number of an entry. */
  private static final int MOST = 1 << 24;

  private EntryRanges() {}

  static String format(BitSet entries) {
    StringBuilder text = new StringBuilder();
    for (int begin = entries.nextSetBit(0); begin >= 0; ) {
      int end = entries.nextClearBit(begin);
      text.append(text.isEmpty() ? "" : ",").append(begin);
      if (end - begin > 1) {
        text.append('-').append(end - 1);
      }
      begin = entries.nextSetBit(end);
    }
    return text.toString();
  }

  /**
   * Reads what {@link #format} writes.
   *
   * @throws IllegalArgumentException when it is nothing of that kind
   */
  static BitSet parse(String text) {
    BitSet entries = new BitSet();
    if (text.isEmpty()) {
      return entries;
    }
    for (String range : text.split(",", -1)) {
      int dash = range.indexOf('-');
      int first = number(dash < 0 ? range : range.substring(0, dash));
      int last = dash < 0 ? first : number(range.substring(dash + 1));
      if (last < first) {
        throw new IllegalArgumentException("not a range of entries: " + range);
      }
      entries.set(first, last + 1);
    }
    return entries;
  }

  private static int number(String text) {
    int number = Integer.parseInt(text);
    if (number < 0 || number >= MOST) {
      throw new IllegalArgumentException("not the number of an entry: " + text);
    }
    return number;
  }
}
