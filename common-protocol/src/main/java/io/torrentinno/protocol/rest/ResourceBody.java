package io.torrentinno.protocol.rest;

import org.jspecify.annotations.Nullable;

/**
 * A resource.
 *
 * @param state lower case, words joined by hyphens
 * @param size bytes, as is {@code completedBytes}
 * @param progress 0 to 1
 * @param downloadRate bytes per second, as is {@code uploadRate}
 * @param eta seconds, rounded up; null when unknown or complete
 * @param magnet the link that others can fetch it by
 * @param order {@code rarest-first} or {@code sequential}
 * @param error what keeps it from doing what it should, for people; null when all is well
 * @param retryIn seconds until it is tried again, rounded up; null when it is not
 * @param waiting why nothing arrives; null when something does, or nothing is missing
 * @param path where the finished file or folder lies; null while there is no manifest
 * @param folder whether it is a folder
 */
public record ResourceBody(
    String infoHash,
    String name,
    String state,
    long size,
    long completedBytes,
    double progress,
    long downloadRate,
    long uploadRate,
    int peers,
    int seeders,
    @Nullable Long eta,
    String magnet,
    String order,
    @Nullable String error,
    @Nullable Long retryIn,
    @Nullable String waiting,
    @Nullable String path,
    boolean folder) {
  /** Whether every piece is verified; while the disk is read that is not known. */
  public boolean hasAllPieces() {
    return size > 0
        ? completedBytes == size && !state.equals("checking")
        : state.equals("seeding"); // A folder may have nothing but empty files.
  }
}
