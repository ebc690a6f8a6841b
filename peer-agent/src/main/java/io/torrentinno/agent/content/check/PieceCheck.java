package io.torrentinno.agent.content.check;

import io.torrentinno.agent.content.disk.FileStamp;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.PieceHash;
import java.io.IOException;
import java.nio.file.Path;

/** Reads a file from its start and finds the pieces that match. */
public final class PieceCheck {
  private final Pieces pieces;
  private final FileHashing hashing;
  private final CheckRequest request;

  public PieceCheck(Pieces pieces, FileHashing hashing, CheckRequest request) {
    this.pieces = pieces;
    this.hashing = hashing;
    this.request = request;
  }

  /** Whether a check was cut off; the next one goes on with it. */
  public boolean isUnfinished() {
    return hashing.isUnfinished();
  }

  /** Forgets what a check that was cut off has found. */
  public void startAnew() throws IOException {
    hashing.startAnew();
  }

  /** The matching pieces among those that lie whole in the bytes that the file has now. */
  public Bitfield run(Path file) throws StorageException, IOException {
    FileStamp stamp = FileStamp.of(file);
    Matches matches = new Matches();
    hashing.hash(
        new FileHashing.Subject(file, stamp, pieces.layout(), pieces.wholeIn(stamp.size())),
        request.urgency(),
        request.cancellation(),
        matches::add);
    return matches.found;
  }

  private final class Matches {
    private final Bitfield found = new Bitfield(pieces.count());
    private int next;

    private void add(PieceHash hash) {
      if (hash.equals(pieces.hash(next))) {
        found.set(next);
      }
      request.progress().progress(pieces.endOf(next), pieces.length());
      next++;
    }
  }
}
