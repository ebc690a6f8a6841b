package io.torrentinno.protocol.model;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The rules for the name of a resource's file ({@code specs/manifest.md}). A name is compared byte
 * by byte: case, blanks and Unicode forms count. Manifests, storage, REST, command line and links
 * all use these rules.
 */
public final class FileName {
  /** The most bytes of a name in UTF-8; file systems allow no more. */
  public static final int MAX_BYTES = 255;

  /**
   * Names with this beginning, in upper or lower case, are reserved for files of TorrentInno
   * clients.
   */
  public static final String RESERVED_PREFIX = ".torrentinno";

  private FileName() {}

  /** Whether a resource can have this name. */
  public static boolean isValid(String name) {
    return fault(name) == null;
  }

  /**
   * The fault of a name, as the end of a sentence that begins with the name: {@code is empty}.
   *
   * @return null when a resource can have this name
   */
  public static @Nullable String fault(String name) {
    boolean blank = true;
    int bytes = 0;
    String character = null;
    for (int at = 0; at < name.length(); ) {
      int c = name.codePointAt(at);
      at += Character.charCount(c);
      bytes += utf8Length(c);
      if (!isPlain(c)) {
        character = character == null ? fault(c) : character;
        blank &= isBlank(c);
      } else {
        blank = false;
      }
    }
    if (blank) {
      return name.isEmpty() ? "is empty" : "has only blanks";
    }
    if (character != null) {
      return character;
    }
    if (bytes > MAX_BYTES) {
      return "has more than " + MAX_BYTES + " bytes";
    }
    if (name.equals(".") || name.equals("..")) {
      return "is " + name + ", which always means a folder";
    }
    return isReserved(name) ? "begins with " + RESERVED_PREFIX + ", which is reserved" : null;
  }

  /**
   * Whether the name begins with {@link #RESERVED_PREFIX}, also for a file system that ignores case
   * or invisible characters.
   */
  public static boolean isReserved(String name) {
    int first = 0;
    while (first < name.length() && isFormat(name.codePointAt(first))) {
      first += Character.charCount(name.codePointAt(first));
    }
    if (first == name.length() || name.charAt(first) != RESERVED_PREFIX.charAt(0)) {
      return false;
    }
    StringBuilder seen = new StringBuilder();
    name.codePoints().filter(c -> !isFormat(c)).forEach(seen::appendCodePoint);
    return seen.toString().toLowerCase(Locale.ROOT).startsWith(RESERVED_PREFIX);
  }

  /** How many bytes a name has in UTF-8. */
  public static int utf8Length(String name) {
    int bytes = 0;
    for (int at = 0; at < name.length(); ) {
      int c = name.codePointAt(at);
      at += Character.charCount(c);
      bytes += utf8Length(c);
    }
    return bytes;
  }

  /** A name or a path for a message: {@link PrintableText}, and a long one is cut. */
  public static String printable(String name) {
    return PrintableText.of(name, 2 * MAX_BYTES);
  }

  /** Whether it is a character of ASCII that names may have, and no blank. */
  private static boolean isPlain(int c) {
    return c > ' ' && c < 0x7F && c != '/' && c != '\\';
  }

  private static boolean isFormat(int c) {
    return c >= 0x80 && Character.getType(c) == Character.FORMAT;
  }

  private static @Nullable String fault(int c) {
    if (c == '/' || c == '\\') {
      return "has a " + (char) c + ", so it is a path and not a name";
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
          "has the control character " + PrintableText.code(c);
      case Character.SURROGATE -> "is not Unicode text: it has half a surrogate pair";
      default -> isDirectionMark(c) ? "has the direction mark " + PrintableText.code(c) : null;
    };
  }

  /** Characters with the Unicode property Bidi_Control: they make one name look like another. */
  private static boolean isDirectionMark(int c) {
    return c == 0x061C
        || c == 0x200E
        || c == 0x200F
        || (c >= 0x202A && c <= 0x202E)
        || (c >= 0x2066 && c <= 0x2069);
  }

  private static boolean isBlank(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  private static int utf8Length(int c) {
    return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
  }
}
