package io.torrentinno.agent.storage;

import io.torrentinno.agent.hashing.Sha256;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;

/** Which names are the agent's own. */
final class FileNames {
  /** No resource may have a name that begins so. */
  private static final String RESERVED = ".torrentinno";

  static final String STATE_FOLDER = RESERVED;
  private static final String PART = RESERVED + "-";
  private static final String HASHED_PART = RESERVED + "~";
  private static final int LONGEST = 255;

  private FileNames() {}

  /**
   * Whether the name is one that this agent, or another TorrentInno client, gives its own files.
   */
  static boolean isReserved(String name) {
    // Some file systems take upper and lower case for the same.
    return name.toLowerCase(Locale.ROOT).startsWith(RESERVED);
  }

  /**
   * The part file beside {@code file}. A name too long to be prefixed is replaced by its hash,
   * under a prefix of its own, so that two files never share a part file.
   */
  static Path partOf(Path file) {
    String name = String.valueOf(file.getFileName());
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    if (PART.length() + bytes.length <= LONGEST) {
      return file.resolveSibling(PART + name);
    }
    MessageDigest sha256 = Sha256.digest();
    return file.resolveSibling(HASHED_PART + HexFormat.of().formatHex(sha256.digest(bytes)));
  }
}
