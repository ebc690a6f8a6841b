package io.torrentinno.agent.content.check;

import io.torrentinno.agent.content.disk.FileStamp;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.files.PieceFiles;
import io.torrentinno.protocol.manifest.tree.FileTree;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.PieceHash;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Objects;

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
    Matches matches = new Matches(pieces);
    hashing.hash(
        file,
        new FileHashing.Subject(stamp, pieces, 0, pieces.wholeIn(stamp.size())),
        request.urgency(),
        request.cancellation(),
        (piece, hash) -> hashed(matches, piece, hash));
    return matches.found();
  }

  /**
   * The matching pieces of some entries of a tree, whose files have the size that they must have.
   *
   * @param stamp what all files look like together
   * @param read the entries to be read
   */
  public Bitfield run(PieceFiles files, FileStamp stamp, BitSet read) throws IOException {
    FileTree tree = Objects.requireNonNull(pieces.tree());
    Matches matches = new Matches(pieces);
    for (int entry = read.nextSetBit(0); entry >= 0; ) {
      int end = read.nextClearBit(entry);
      int begin = tree.firstPiece(entry);
      hashing.hash(
          files,
          new FileHashing.Subject(
              stamp, pieces, begin, end < tree.size() ? tree.firstPiece(end) : tree.pieces()),
          request.urgency(),
          request.cancellation(),
          (piece, hash) -> hashed(matches, piece, hash));
      entry = read.nextSetBit(end);
    }
    return matches.found();
  }

  private void hashed(Matches matches, int piece, PieceHash hash) {
    matches.add(piece, hash);
    request.progress().progress(pieces.endOf(piece), pieces.length());
  }
}
