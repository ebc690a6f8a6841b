package io.torrentinno.protocol.signature;

import java.util.ArrayList;
import java.util.List;

/** The words of a line. White space between double quotes parts none. */
final class Words {
  private Words() {}

  static List<String> of(String line) throws SshFormatException {
    return split(line, " \t\r");
  }

  /** The parts between {@code separators} outside of double quotes, without empty ones. */
  static List<String> split(String line, String separators) throws SshFormatException {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char letter = line.charAt(i);
      quoted ^= letter == '"';
      if (quoted || separators.indexOf(letter) < 0) {
        word.append(letter);
      } else if (!word.isEmpty()) {
        words.add(word.toString());
        word.setLength(0);
      }
    }
    if (quoted) {
      throw SshFormatException.malformed("a quote is not closed");
    }
    if (!word.isEmpty()) {
      words.add(word.toString());
    }
    return words;
  }

  static String unquoted(String word) {
    return word.length() > 1 && word.startsWith("\"") && word.endsWith("\"")
        ? word.substring(1, word.length() - 1)
        : word;
  }
}
