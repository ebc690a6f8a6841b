package io.torrentinno.agent.hashing;

import io.torrentinno.agent.files.OpenFile;
import io.torrentinno.agent.files.PieceFiles;
import io.torrentinno.protocol.model.PieceHash;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Hashes pieces in their order. */
public final class PieceHashing implements HashingTask {
  /** Receives the hashes, on a thread of the pool. */
  public interface Sink {
    void hashed(int piece, PieceHash hash) throws IOException;
  }

  /** Opening a small file takes as long as hashing this number of bytes. */
  private static final int LEAST_COST = 16 << 10;

  private final PieceFiles files;
  private final PiecePlaces places;
  private final int end;
  private final Sink sink;
  private int piece;

  /** The progress of the piece that is being hashed; null between two pieces. */
  private @Nullable HashCursor cursor;

  private volatile long bytesLeft;

  /**
   * A task at its start.
   *
   * @param files the files to read; the caller closes them
   * @param begin the first piece to hash
   * @param end the number after the last piece to hash. The task ends earlier where a file ends
   *     earlier
   */
  public PieceHashing(PieceFiles files, PiecePlaces places, int begin, int end, Sink sink) {
    this.files = files;
    this.places = places;
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
    for (int budget = STEP_BYTES; budget > 0 && piece < end; ) {
      HashCursor open = cursor != null ? cursor : new HashCursor(places.nodeLayer(piece));
      cursor = open;
      int from = open.position();
      int size = places.layout().size(piece);
      if (!read(open, Math.min(size, from + budget), scratch)) {
        return true;
      }
      budget -= Math.max(open.position() - from, LEAST_COST);
      bytesLeft = startOf(end) - startOf(piece) - open.position();
      if (open.position() == size) {
        cursor = null;
        sink.hashed(piece, open.finish());
        piece++;
      }
    }
    return piece >= end;
  }

  private boolean read(HashCursor open, int to, byte[] scratch) throws IOException {
    OpenFile file = files.acquire(piece);
    try {
      return open.readTo(to, file.channel(), places.offset(piece), scratch);
    } finally {
      file.release();
    }
  }

  private long startOf(int any) {
    return places.layout().offset(any);
  }
}
