package io.torrentinno.protocol.rest;

import org.jspecify.annotations.Nullable;

/**
 * An entry of a resource.
 *
 * @param path its names, with {@code /} between them; the resource's name when that is one file
 * @param type {@code file}, {@code link}, or {@code folder} for one with nothing in it
 * @param size bytes, as is {@code completedBytes}; 0 for what is no file
 * @param executable whether its owner may execute it
 * @param link what a symbolic link says; null for others
 */
public record FileBody(
    String path,
    String type,
    long size,
    long completedBytes,
    boolean executable,
    @Nullable String link) {
  /** 0 to 1. */
  public double part() {
    return size == 0 ? 1 : (double) completedBytes / size;
  }
}
