package io.torrentinno.agent.content.tree;

import static io.torrentinno.agent.content.disk.StorageException.Reason.MISMATCH;

import io.torrentinno.agent.content.check.Pieces;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.protocol.model.Bitfield;
import java.nio.file.Path;

/** The difference between a file or folder that is to be served and its manifest. */
public final class Mismatch {
  private Mismatch() {}

  /** Of a file. */
  public static StorageException of(Path file, long size, Pieces pieces, Bitfield matching) {
    return size == pieces.length()
        ? differing(file, pieces, matching)
        : new StorageException(
            MISMATCH,
            "the file is not the resource: it has "
                + size
                + " bytes, and not "
                + pieces.length()
                + ": "
                + file);
  }

  /** Of a folder. */
  public static StorageException of(
      TreePaths paths, TreeStamps now, Pieces pieces, Bitfield matching) {
    int wrong = now.firstWrong();
    if (wrong < 0) {
      return differing(paths.of(pieces.entry(matching.nextClear(0))), pieces, matching);
    }
    return new StorageException(
        MISMATCH,
        "the folder is not the resource: this is missing, or is not of the kind and size that the"
            + " manifest says: "
            + paths.of(wrong));
  }

  private static StorageException differing(Path file, Pieces pieces, Bitfield matching) {
    int piece = matching.nextClear(0);
    long begin = pieces.offset(piece);
    String where =
        pieces.hashes().isKnown(piece)
            ? "piece " + piece + ", bytes " + begin + " to " + (begin + pieces.size(piece) - 1)
            : "its bytes as a whole"; // The hashes of its pieces are not known.
    return new StorageException(
        MISMATCH, "the file is not the resource: its hash differs in " + where + ": " + file);
  }
}
