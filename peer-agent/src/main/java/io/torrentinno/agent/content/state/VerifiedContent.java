package io.torrentinno.agent.content.state;

import io.torrentinno.agent.content.disk.FileStamp;
import io.torrentinno.agent.content.tree.TreeStamps;
import io.torrentinno.protocol.merkle.PieceLayer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The stamps and hashes that were recorded while the bytes of a resource were hashed.
 *
 * @param stamp the stamp of the file, or of all files of the folder together
 * @param files the stamps of the files of a folder; null for a resource that is one file
 * @param layers the piece layers of files with several pieces, by the number of the entry; empty in
 *     version 1
 */
public record VerifiedContent(
    FileStamp stamp, @Nullable TreeStamps files, Map<Integer, PieceLayer> layers) {
  public VerifiedContent {
    layers = Map.copyOf(layers);
  }

  /** The content of a file whose manifest has version 1. */
  public static VerifiedContent of(FileStamp stamp) {
    return new VerifiedContent(stamp, null, Map.of());
  }
}
