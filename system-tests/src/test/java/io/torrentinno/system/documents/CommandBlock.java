package io.torrentinno.system.documents;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of commands in a document, and the mark in front of it that says who runs it: {@code <!--
 * run: agent -->}.
 *
 * @param mark {@code agent}; empty when there is none
 */
record CommandBlock(Path document, int line, String mark, String commands) {
  private static final Pattern BLOCK =
      Pattern.compile("(?ms)^(?:<!-- run: ([^\n]*?) -->\n)?```sh\n(.*?)^```$");

  /** The blocks of a document, in their order. */
  static List<CommandBlock> in(Path document) {
    String text = Documents.read(document);
    return BLOCK
        .matcher(text)
        .results()
        .map(it -> {
          int line = 1 + (int) text.substring(0, it.start()).lines().count();
          String mark = it.group(1) == null ? "" : it.group(1);
          return new CommandBlock(document, line, mark, it.group(2));
        })
        .toList();
  }

  /** The blocks of all guides that have a mark. */
  static List<String> marked(String mark) {
    return Documents.guides().stream()
        .flatMap(document -> in(document).stream())
        .filter(block -> block.mark().equals(mark))
        .map(CommandBlock::commands)
        .toList();
  }

  /** How many fences of any kind of shell a document opens, to see that none was overlooked. */
  static long fences(Path document) {
    Matcher fence =
        Pattern.compile("(?m)^ *```+ *(sh|bash|shell|console) *$")
            .matcher(Documents.read(document));
    return fence.results().count();
  }

  @Override
  public String toString() {
    return Documents.ROOT.relativize(document) + ":" + line + " (" + mark + ")";
  }
}
