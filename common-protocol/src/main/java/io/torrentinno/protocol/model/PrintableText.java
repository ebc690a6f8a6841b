package io.torrentinno.protocol.model;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Makes text of others safe to show: in a log, on a terminal, in an answer, on a page. The text
 * comes from trackers, peers, web servers or manifests. Uncleaned, it could write lines of its own
 * into a log, give commands to a terminal (ANSI escapes), or look like another text.
 *
 * <p>Control characters, line separators, direction marks, invisible format characters and halves
 * of surrogate pairs become codes such as {@code <U+001B>}. The joiners U+200C and U+200D stay,
 * because some languages need them.
 */
public final class PrintableText {
  /** The most characters of a line that others wrote. */
  public static final int LINE = 500;

  private static final String CUT = "…";

  /** What the message of a JSON parser says about the source text and the parser's settings. */
  private static final Pattern PARSER =
      Pattern.compile(" \\([^(\\[]*\\[Source.*|, from `[^`]*`", Pattern.DOTALL);

  private PrintableText() {}

  /** The text as one line of at most {@value #LINE} characters. */
  public static String of(String text) {
    return of(text, LINE);
  }

  /**
   * The text as one line.
   *
   * @param most how many characters of it are kept; a longer text ends with an ellipsis
   */
  public static String of(String text, int most) {
    int end = Math.min(text.length(), most);
    if (end < text.length() && end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--; // not half of a pair
    }
    int unsafe = firstUnsafe(text, end);
    if (unsafe == end) {
      return end == text.length() ? text : text.substring(0, end) + CUT;
    }
    StringBuilder shown = new StringBuilder(end + 16).append(text, 0, unsafe);
    for (int at = unsafe; at < end; ) {
      int c = text.codePointAt(at);
      at += Character.charCount(c);
      if (isSafe(c)) {
        shown.appendCodePoint(c);
      } else {
        shown.append('<').append(code(c)).append('>');
      }
    }
    return end == text.length() ? shown.toString() : shown.append(CUT).toString();
  }

  /** The message of a JSON parser, without the source text and the names of settings. */
  public static String ofParser(String message) {
    return PARSER.matcher(message).replaceAll("");
  }

  /** As {@link #of(String)} for each line of a text with several lines, whatever its length. */
  public static String lines(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    int begin = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', begin)) {
      shown.append(of(text.substring(begin, end), Integer.MAX_VALUE)).append('\n');
      begin = end + 1;
    }
    return shown.append(of(text.substring(begin), Integer.MAX_VALUE)).toString();
  }

  /**
   * JSON for a terminal: unsafe characters become escapes such as {@code \\u202E}, which mean the
   * same in JSON.
   */
  public static String json(String json) {
    if (firstUnsafe(json, json.length()) == json.length()) {
      return json;
    }
    StringBuilder shown = new StringBuilder(json.length() + 16);
    for (int at = 0; at < json.length(); ) {
      int c = json.codePointAt(at);
      int next = at + Character.charCount(c);
      if (isSafe(c) || c == '\n' || c == '\r' || c == '\t') {
        shown.appendCodePoint(c);
      } else {
        for (int i = at; i < next; i++) {
          shown.append(String.format(Locale.ROOT, "\\u%04X", (int) json.charAt(i)));
        }
      }
      at = next;
    }
    return shown.toString();
  }

  private static int firstUnsafe(String text, int end) {
    int at = 0;
    while (at < end) {
      int c = text.codePointAt(at);
      if (!isSafe(c)) {
        return at;
      }
      at += Character.charCount(c);
    }
    return end;
  }

  private static boolean isSafe(int c) {
    if (c >= ' ' && c < 0x7F) {
      return true;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      case Character.FORMAT -> c == 0x200C || c == 0x200D;
      default -> true;
    };
  }

  /** The name of a code point, such as {@code U+202E}. */
  static String code(int c) {
    return String.format(Locale.ROOT, "U+%04X", c);
  }
}
