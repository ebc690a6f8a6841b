package io.torrentinno.agent.content.write;

import io.torrentinno.agent.content.checkpoint.Checkpoint;
import io.torrentinno.agent.content.disk.StorageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Records verified pieces, and passes the results to the listener. All write workers use it. The
 * listener gets only the first failure.
 */
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

  /**
   * These pieces have the right hashes. Writes the checkpoint first, and then calls the listener.
   *
   * @param pieces at least one; the caller must not use the array any more
   */
  void good(int[] pieces, byte[] scratch) throws IOException {
    checkpoint.record(pieces);
    for (int piece : pieces) {
      BitSet differing = failedPieces.verified(piece, scratch);
      if (differing != null) {
        listener.differed(piece, differing);
      }
    }
    listener.verified(pieces);
  }

  /** The hash of a piece is wrong. Calls the listener. */
  void bad(int piece, byte[] scratch) throws IOException {
    listener.corrupt(piece, failedPieces.failed(piece, scratch));
  }

  /** A fault of this program: without a result, a piece would never be fetched again. */
  void broken(Throwable fault) {
    fail(new IOException("internal error: " + fault, fault));
  }

  void fail(IOException cause) {
    if (failed.compareAndSet(false, true)) {
      listener.failed(StorageException.of(file, cause));
    }
  }
}
