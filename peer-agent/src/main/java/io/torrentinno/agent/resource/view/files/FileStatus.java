package io.torrentinno.agent.resource.view.files;

import io.torrentinno.agent.selection.FilePriority;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a resource.
 *
 * @param path its names, with {@code /} between them; the resource's name when that is one file
 * @param size bytes; 0 for an entry that is not a file
 * @param completedBytes bytes in verified pieces
 * @param executable whether its owner may execute it
 * @param link what a symbolic link says; null for others
 * @param priority whether and when it is fetched
 */
public record FileStatus(
    String path,
    Type type,
    long size,
    long completedBytes,
    boolean executable,
    @Nullable String link,
    FilePriority priority) {
  /** The kind of an entry. */
  public enum Type {
    FILE,
    LINK,
    /** A folder with nothing in it. */
    FOLDER
  }
}
