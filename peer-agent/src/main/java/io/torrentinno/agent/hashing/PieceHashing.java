package io.torrentinno.agent.hashing;

import io.torrentinno.agent.files.OpenFile;
import io.torrentinno.agent.files.PooledFile;
import io.torrentinno.protocol.model.PieceHash;
import io.torrentinno.protocol.model.PieceLayout;
import java.io.IOException;

/** Hashes the pieces of a file in their order. */
public final class PieceHashing implements HashingTask {
  /** Takes the hashes; called on a thread of the pool. */
  public interface Sink {
    void hashed(int piece, PieceHash hash) throws IOException;
  }

  private final PooledFile file;
  private final PieceLayout layout;
  private final int end;
  private final Sink sink;
  private final HashCursor cursor = new HashCursor();
  private int piece;
  private volatile long bytesLeft;

  /**
   * A task at its start.
   *
   * @param file read, and closed by the caller
   * @param begin the first piece to be hashed
   * @param end the piece before which to end; earlier where the file ends earlier
   */
  public PieceHashing(PooledFile file, PieceLayout layout, int begin, int end, Sink sink) {
    this.file = file;
    this.layout = layout;
    this.piece = begin;
    this.end = end;
    this.sink = sink;
    bytesLeft = startOf(end) - startOf(begin);
  }

  @Override
  public long bytesLeft() {
    return bytesLeft;
  }

  @Override
  public boolean step(byte[] scratch) throws IOException {
    if (piece >= end) {
      return true;
    }
    OpenFile open = file.acquire();
    try {
      for (int budget = STEP_BYTES; budget > 0 && piece < end; ) {
        int size = layout.size(piece);
        int from = cursor.position();
        int to = Math.min(size, from + budget);
        if (!cursor.readTo(to, open.channel(), layout.offset(piece), scratch)) {
          return true;
        }
        budget -= to - from;
        if (to == size) {
          sink.hashed(piece, cursor.finish());
          piece++;
        }
        bytesLeft = startOf(end) - startOf(piece) - cursor.position();
      }
    } finally {
      open.release();
    }
    return piece >= end;
  }

  private long startOf(int any) {
    return any < layout.count() ? layout.offset(any) : layout.length();
  }
}
