package io.torrentinno.protocol.rest;

import org.jspecify.annotations.Nullable;

/**
 * An entry of a resource.
 *
 * @param path the names of the path, with {@code /} between them; the resource's name when the
 *     resource is a single file
 * @param type {@code file}, {@code link}, or {@code folder} for an empty folder
 * @param size bytes, as is {@code completedBytes}; 0 for links and folders
 * @param executable whether its owner may execute it
 * @param link the target of a symbolic link; null for other entries
 * @param priority {@code skip}, {@code normal} or {@code high}
 */
public record FileBody(
    String path,
    String type,
    long size,
    long completedBytes,
    boolean executable,
    @Nullable String link,
    String priority) {
  /** The part of the bytes that is verified, 0 to 1. */
  public double part() {
    return size == 0 ? 1 : (double) completedBytes / size;
  }
}
