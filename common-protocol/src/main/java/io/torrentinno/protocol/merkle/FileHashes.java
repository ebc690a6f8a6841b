package io.torrentinno.protocol.merkle;

import io.torrentinno.protocol.model.FileRoot;
import org.jspecify.annotations.Nullable;

/**
 * The hashes of a file.
 *
 * @param size bytes of the file
 * @param layer the hashes of its pieces; null when the file is empty
 */
public record FileHashes(long size, @Nullable PieceLayer layer) {
  /** The root of the file's hash tree; null when the file is empty. */
  public @Nullable FileRoot root() {
    return layer == null ? null : layer.root();
  }
}
