package io.torrentinno.agent.sharing;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What is shared, under which name, and with which kind of manifest.
 *
 * @param file the absolute path of a file or folder that may be shared
 * @param name the name that fetchers see
 * @param format the kind of its manifest
 * @param uploaded whether the file is deleted when it can't be shared
 */
public record ShareSource(Path file, String name, String comment, Format format, boolean uploaded) {
  /**
   * The kind of a manifest.
   *
   * @param pieceSize bytes; when it is absent, the size of the file decides
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
