package io.torrentinno.agent.storage;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;

import io.torrentinno.protocol.model.Bitfield;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Reads a file from its start and finds the pieces that match. */
final class PieceCheck {
  private final Pieces pieces;
  private final ProgressListener progress;

  PieceCheck(Pieces pieces, ProgressListener progress) {
    this.pieces = pieces;
    this.progress = progress;
  }

  /**
   * The matching pieces among those that lie whole in the first {@code length} bytes. Reads through
   * a channel of its own, which is all that an interrupt closes.
   */
  Bitfield run(Path file, long length) throws IOException {
    Bitfield matching = new Bitfield(pieces.count());
    byte[] scratch = new byte[Worker.SCRATCH_BYTES];
    HashCursor cursor = new HashCursor();
    try (FileChannel channel = FileChannel.open(file, READ, NOFOLLOW_LINKS)) {
      for (int piece = 0; piece < pieces.count(); piece++) {
        long end = pieces.offset(piece) + pieces.size(piece);
        if (end > length
            || !cursor.readTo(pieces.size(piece), channel, pieces.offset(piece), scratch)) {
          break;
        }
        if (cursor.finish().equals(pieces.hash(piece))) {
          matching.set(piece);
        }
        progress.progress(end, pieces.length());
      }
    }
    return matching;
  }
}
