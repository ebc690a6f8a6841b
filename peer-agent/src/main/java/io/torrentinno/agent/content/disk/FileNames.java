package io.torrentinno.agent.content.disk;

import io.torrentinno.protocol.model.FileName;
import io.torrentinno.protocol.model.Sha256;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/** The names of the agent's own files. */
public final class FileNames {
  public static final String STATE_FOLDER = FileName.RESERVED_PREFIX;
  private static final String PART = FileName.RESERVED_PREFIX + "-";
  private static final String HASHED_PART = FileName.RESERVED_PREFIX + "~";
  private static final String REPLACEMENT = FileName.RESERVED_PREFIX + "+";
  private static final String HASHED_REPLACEMENT = FileName.RESERVED_PREFIX + "=";

  private static final String SCRATCH = FileName.RESERVED_PREFIX + "!";

  private FileNames() {}

  /**
   * The part file beside {@code file}. If the name is too long for the prefix, its hash with
   * another prefix replaces it. Two files never have the same part file.
   */
  public static Path partOf(Path file) {
    return prefixed(file, PART, HASHED_PART);
  }

  /** As above, of a file that is to replace {@code file}. */
  public static Path replacementOf(Path file) {
    return prefixed(file, REPLACEMENT, HASHED_REPLACEMENT);
  }

  /** A copy of a file of the resource whose place is {@code file}, until the copy is complete. */
  public static Path scratchOf(Path file) {
    return hashed(file, SCRATCH);
  }

  private static Path prefixed(Path file, String prefix, String ofHash) {
    String name = String.valueOf(file.getFileName());
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    if (prefix.length() + bytes.length <= FileName.MAX_BYTES) {
      return file.resolveSibling(prefix + name);
    }
    return hashed(file, ofHash);
  }

  private static Path hashed(Path file, String prefix) {
    byte[] name = String.valueOf(file.getFileName()).getBytes(StandardCharsets.UTF_8);
    MessageDigest sha256 = Sha256.digest();
    return file.resolveSibling(prefix + HexFormat.of().formatHex(sha256.digest(name)));
  }
}
