package io.torrentinno.agent.content.state;

import io.torrentinno.agent.content.disk.FileStamp;
import io.torrentinno.agent.content.tree.TreeStamps;
import io.torrentinno.protocol.merkle.PieceLayer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was seen when a resource's bytes were hashed.
 *
 * @param stamp of the file, or of all files together
 * @param files the stamps of a folder's files; null of a file
 * @param layers the hashes of pieces, by entry, of those files that have several; none in version 1
 */
public record VerifiedContent(
    FileStamp stamp, @Nullable TreeStamps files, Map<Integer, PieceLayer> layers) {
  public VerifiedContent {
    layers = Map.copyOf(layers);
  }

  /** Of a file whose manifest has version 1. */
  public static VerifiedContent of(FileStamp stamp) {
    return new VerifiedContent(stamp, null, Map.of());
  }
}
