package io.torrentinno.agent.sharing;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What is shared, and as what.
 *
 * @param file absolute, and allowed to be shared
 * @param name what fetchers call it
 * @param format how its manifest is to be
 * @param uploaded whether the file is to be deleted when it can't be shared
 */
public record ShareSource(Path file, String name, String comment, Format format, boolean uploaded) {
  /**
   * How a manifest is to be.
   *
   * @param pieceSize bytes; chosen by the file's size when absent
   * @param version 1 or 2
   */
  public record Format(@Nullable Integer pieceSize, int version) {}

  @Nullable Integer pieceSize() {
    return format.pieceSize;
  }

  int version() {
    return format.version;
  }
}
