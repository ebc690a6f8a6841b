package io.torrentinno.agent.sharing;

import io.torrentinno.agent.selection.FolderPart;
import io.torrentinno.protocol.model.InfoHash;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file or folder to share, its name, and the kind of its manifest.
 *
 * @param name the name that fetchers see
 * @param format the kind of its manifest
 */
public record ShareSource(Content content, String name, String comment, Format format) {
  /**
   * A file, a folder, or a part of a folder.
   *
   * @param file the absolute path of a file or folder that may be shared
   * @param part of the folder; {@link FolderPart#WHOLE} for a file
   * @param uploaded whether the file is deleted when it can't be shared
   */
  public record Content(Path file, FolderPart part, boolean uploaded) {}

  /**
   * The kind of a manifest.
   *
   * @param pieceSize bytes; when it is absent, the size of the file decides
   * @param version 1 or 2
   * @param previous the previous version; null when there is none
   */
  public record Format(@Nullable Integer pieceSize, int version, @Nullable Previous previous) {}

  /**
   * The previous version.
   *
   * @param pieceSize bytes; null when it is not known
   */
  public record Previous(InfoHash infoHash, @Nullable Integer pieceSize) {}

  public Path file() {
    return content.file;
  }

  public FolderPart part() {
    return content.part;
  }

  boolean uploaded() {
    return content.uploaded;
  }

  @Nullable Integer pieceSize() {
    return format.pieceSize;
  }

  /** The previous version; null when there is none. */
  public @Nullable Previous previous() {
    return format.previous;
  }

  int version() {
    return format.version;
  }
}
