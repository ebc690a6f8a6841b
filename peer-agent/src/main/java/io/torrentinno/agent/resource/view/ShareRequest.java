package io.torrentinno.agent.resource.view;

import io.torrentinno.agent.selection.FolderPart;
import io.torrentinno.protocol.model.InfoHash;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file or folder to seed.
 *
 * @param name the name on other machines; the file's own name when absent
 */
public record ShareRequest(Content content, @Nullable String name, String comment, Format format) {
  /**
   * A file, a folder, or a part of a folder.
   *
   * @param file inside the data folder or a folder allowed for sharing
   * @param part of the folder; {@link FolderPart#WHOLE} for a file
   * @param uploaded whether the file is to be deleted when it can't be shared
   */
  public record Content(Path file, FolderPart part, boolean uploaded) {}

  /**
   * The wishes for the manifest.
   *
   * @param pieceSize bytes; chosen by the file's size when absent
   * @param version 1 or 2; as the agent's settings say when absent
   * @param previous the resource of the previous version; when absent, the resource with the same
   *     path
   */
  public record Format(
      @Nullable Integer pieceSize, @Nullable Integer version, @Nullable InfoHash previous) {}

  /** A file or a whole folder. */
  public ShareRequest(
      Path file,
      @Nullable String name,
      String comment,
      @Nullable Integer pieceSize,
      boolean uploaded,
      @Nullable Integer manifestVersion,
      @Nullable InfoHash previous) {
    this(
        new Content(file, FolderPart.WHOLE, uploaded),
        name,
        comment,
        new Format(pieceSize, manifestVersion, previous));
  }

  /** A new version of the resource that has the same file or name. */
  public ShareRequest(
      Path file,
      @Nullable String name,
      String comment,
      @Nullable Integer pieceSize,
      boolean uploaded,
      @Nullable Integer manifestVersion) {
    this(file, name, comment, pieceSize, uploaded, manifestVersion, null);
  }

  /** A file that stays, also when the share fails. */
  public ShareRequest(
      Path file, @Nullable String name, String comment, @Nullable Integer pieceSize) {
    this(file, name, comment, pieceSize, false);
  }

  /** A file whose manifest has the version of the agent's setting. */
  public ShareRequest(
      Path file,
      @Nullable String name,
      String comment,
      @Nullable Integer pieceSize,
      boolean uploaded) {
    this(file, name, comment, pieceSize, uploaded, null);
  }

  public Path file() {
    return content.file;
  }

  /** The part of the folder; {@link FolderPart#WHOLE} for a file. */
  public FolderPart part() {
    return content.part;
  }
}
