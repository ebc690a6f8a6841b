package io.torrentinno.agent.api;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The names that a file in the data folder can have, as {@code specs/manifest.md} says. */
final class FileName {
  private static final int MOST_BYTES = 255;
  private static final String RESERVED = ".torrentinno";

  private FileName() {}

  static boolean isValid(String name) {
    return !name.isEmpty()
        && !name.equals(".")
        && !name.equals("..")
        && !name.toLowerCase(Locale.ROOT).startsWith(RESERVED)
        && name.chars().noneMatch(c -> c == '/' || c == '\\' || Character.isISOControl(c))
        && name.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES;
  }
}
