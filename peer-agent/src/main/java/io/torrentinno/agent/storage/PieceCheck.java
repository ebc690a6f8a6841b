package io.torrentinno.agent.storage;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;

import io.torrentinno.agent.files.PooledFile;
import io.torrentinno.agent.hashing.HashLog;
import io.torrentinno.agent.hashing.PieceHashing;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.PieceHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads a file from its start and finds the pieces that match. A check that was cut off goes on
 * where it was, if the file has not changed since.
 */
final class PieceCheck {
  private final Pieces pieces;
  private final HashingContext hashing;
  private final CheckRequest request;

  PieceCheck(Pieces pieces, HashingContext hashing, CheckRequest request) {
    this.pieces = pieces;
    this.hashing = hashing;
    this.request = request;
  }

  /** Whether a check was cut off, by the end of the process for one. */
  boolean isUnfinished() {
    return Files.exists(hashing.log());
  }

  /** Forgets what a check that was cut off has found. */
  void startAnew() throws IOException {
    Files.deleteIfExists(hashing.log());
  }

  /** The matching pieces among those that lie whole in the bytes that the file has now. */
  Bitfield run(Path file) throws StorageException, IOException {
    FileStamp stamp = FileStamp.of(file);
    Bytes32 subject = hashing.subject(stamp, pieces.length(), pieces.count());
    Matches matches = new Matches();
    try (HashLog log = HashLog.open(hashing.log(), subject, matches::add);
        PooledFile open = hashing.files().file(file, READ, NOFOLLOW_LINKS)) {
      PieceHashing task =
          new PieceHashing(
              open,
              pieces.layout(),
              matches.next,
              pieces.wholeIn(stamp.size()),
              (_, hash) -> {
                log.append(hash);
                matches.add(hash);
              });
      hashing.pool().run(task, request.urgency(), request.cancellation());
      log.delete();
    }
    return matches.found;
  }

  private final class Matches {
    private final Bitfield found = new Bitfield(pieces.count());
    private int next;

    private void add(PieceHash hash) {
      if (next < pieces.count() && hash.equals(pieces.hash(next))) {
        found.set(next);
      }
      next++;
      if (next <= pieces.count()) {
        request.progress().progress(pieces.endOf(next - 1), pieces.length());
      }
    }
  }
}
