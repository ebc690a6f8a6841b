package io.torrentinno.agent.content.check;

import io.torrentinno.agent.content.disk.FileStamp;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.files.PieceFiles;
import io.torrentinno.protocol.manifest.tree.FileTree;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.PieceHash;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
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

  /**
   * To be called between two steps of a check.
   *
   * @throws java.util.concurrent.CancellationException when the check is cancelled
   */
  public void requireNotCancelled() {
    request.cancellation().requireNone();
  }

  /** Whether a check that reads everything has not succeeded yet. The next one continues it. */
  public boolean isRecheckUnfinished() {
    return hashing.isRecheckUnfinished();
  }

  /**
   * Forgets the results of a check that was cut off. The check counts as unfinished until {@link
   * #end}.
   */
  public void startAnew() throws IOException {
    hashing.startAnew();
  }

  /** Whether a check of any kind was cut off after it had recorded hashes. */
  public boolean hasRecorded() {
    return hashing.hasRecorded();
  }

  /** If this check is cut off from now on, the next one reads everything. */
  public void markUnfinished() throws IOException {
    hashing.markUnfinished();
  }

  /** Records that the check has succeeded, also if nothing had to be read. */
  public void end() throws IOException {
    hashing.end();
  }

  /** The matching pieces among those that are completely within the present length of the file. */
  public Bitfield run(Path file) throws StorageException, IOException {
    FileStamp.Dated now = FileStamp.Dated.of(file);
    Matches matches = new Matches(pieces);
    hashing.hash(
        file,
        FileHashing.Subject.upTo(pieces.wholeIn(now.stamp().size()), pieces, FileStates.of(now)),
        request.urgency(),
        request.cancellation(),
        (piece, hash) -> hashed(matches, piece, hash));
    return matches.found();
  }

  /**
   * The matching pieces of some entries of a tree, whose files have the size that they must have.
   *
   * @param states of the files
   * @param read the entries to be read
   */
  public Bitfield run(PieceFiles files, FileStates states, BitSet read) throws IOException {
    FileTree tree = Objects.requireNonNull(pieces.tree());
    Matches matches = new Matches(pieces);
    List<FileHashing.Range> ranges = new ArrayList<>();
    for (int entry = read.nextSetBit(0); entry >= 0; ) {
      int end = read.nextClearBit(entry);
      int begin = tree.firstPiece(entry);
      ranges.add(
          new FileHashing.Range(begin, end < tree.size() ? tree.firstPiece(end) : tree.pieces()));
      entry = read.nextSetBit(end);
    }
    hashing.hash(
        files,
        new FileHashing.Subject(pieces, states, ranges),
        request.urgency(),
        request.cancellation(),
        (piece, hash) -> hashed(matches, piece, hash));
    return matches.found();
  }

  private void hashed(Matches matches, int piece, PieceHash hash) {
    matches.add(piece, hash);
    request.progress().progress(pieces.endOf(piece), pieces.length());
  }
}
