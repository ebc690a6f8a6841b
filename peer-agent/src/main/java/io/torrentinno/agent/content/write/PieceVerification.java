package io.torrentinno.agent.content.write;

import io.torrentinno.agent.content.checkpoint.Checkpoint;
import io.torrentinno.agent.content.disk.StorageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicBoolean;

/** Records and tells what became of pieces; the first failure ends it. Used by all workers. */
public final class PieceVerification {
  private final Path file;
  private final Checkpoint checkpoint;
  private final StorageListener listener;
  private final FailedPieces failedPieces;
  private final AtomicBoolean failed = new AtomicBoolean();

  public PieceVerification(
      Path file, Checkpoint checkpoint, StorageListener listener, FailedPieces failedPieces) {
    this.file = file;
    this.checkpoint = checkpoint;
    this.listener = listener;
    this.failedPieces = failedPieces;
  }

  boolean failed() {
    return failed.get();
  }

  /** A piece's hash was compared. The checkpoint knows before the listener does. */
  void pronounce(int piece, boolean matches, byte[] scratch) throws IOException {
    if (matches) {
      checkpoint.record(piece);
      BitSet differing = failedPieces.verified(piece, scratch);
      if (differing != null) {
        listener.differed(piece, differing);
      }
      listener.verified(piece);
    } else {
      listener.corrupt(piece, failedPieces.failed(piece, scratch));
    }
  }

  /** This program is at fault: a piece without a verdict would never be fetched again. */
  void broken(Throwable fault) {
    fail(new IOException("internal error: " + fault, fault));
  }

  void fail(IOException cause) {
    if (failed.compareAndSet(false, true)) {
      listener.failed(StorageException.of(file, cause));
    }
  }
}
