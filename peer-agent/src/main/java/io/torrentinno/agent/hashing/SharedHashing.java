package io.torrentinno.agent.hashing;

import io.torrentinno.agent.files.PieceFiles;
import io.torrentinno.agent.hashing.PieceHashing.Sink;
import io.torrentinno.protocol.model.PieceHash;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Hashes pieces by several tasks. The pieces are cut into batches. A task does one step of the
 * first batch that no other task is at, so batches end nearly in their order, and few hashes wait
 * for those before them. The hashes are handed on in the order of the pieces, by one thread at a
 * time.
 */
public final class SharedHashing {
  /** Bytes of a batch, about: a disk reads so many at a time from one place. */
  private static final long BATCH_BYTES = 4L << 20;

  /** Small files cost more than their bytes. */
  private static final int BATCH_PIECES = 256;

  private final PieceFiles files;
  private final PiecePlaces places;
  private final Sink sink;
  private final AtomicLong bytesLeft = new AtomicLong();

  // All guarded by this.
  private final Iterator<Range> unstarted;

  /** Batches that were begun, that no task is at, and that are not done. */
  private final PriorityQueue<Batch> idle = new PriorityQueue<>();

  /** All that were begun and whose hashes are not handed on, in their order. */
  private final Queue<Batch> open = new ArrayDeque<>();

  private final int batches;
  private int begun;

  /** Pieces from one number up to another. */
  public record Range(int begin, int end) {}

  private final class Batch implements Comparable<Batch> {
    final int number;
    final PieceHashing task;
    final List<PieceHash> hashes = new ArrayList<>();
    final int begin;
    boolean done;

    Batch(int number, Range range) {
      this.number = number;
      begin = range.begin;
      task = new PieceHashing(files, places, begin, range.end, (_, hash) -> hashes.add(hash));
    }

    @Override
    public int compareTo(Batch other) {
      return Integer.compare(number, other.number);
    }
  }

  /**
   * Pieces that are still to be hashed.
   *
   * @param files the files to read; the caller closes them
   * @param ranges of pieces, in their order
   * @param sink receives the hashes; those behind the end of a file that is too short are left out
   */
  public SharedHashing(PieceFiles files, PiecePlaces places, List<Range> ranges, Sink sink) {
    this.files = files;
    this.places = places;
    this.sink = sink;
    List<Range> cut = new ArrayList<>();
    ranges.forEach(range -> cut(range, cut));
    batches = cut.size();
    unstarted = cut.iterator();
    ranges.forEach(range -> bytesLeft.addAndGet(startOf(range.end) - startOf(range.begin)));
  }

  private void cut(Range range, List<Range> into) {
    int begin = range.begin;
    while (begin < range.end) {
      int end = begin + 1;
      while (end < range.end
          && end - begin < BATCH_PIECES
          && startOf(end + 1) - startOf(begin) <= BATCH_BYTES) {
        end++;
      }
      into.add(new Range(begin, end));
      begin = end;
    }
  }

  /**
   * Blocking. Hashes all pieces.
   *
   * @throws IOException when a file can't be read, or the sink has thrown it
   * @throws CancellationException when it is cancelled, or the pool is closed
   */
  public void run(HashingPool pool, Urgency urgency, Cancellation cancellation) throws IOException {
    List<HashingTask> tasks = new ArrayList<>();
    for (int i = 0; i < Math.clamp(batches, 1, pool.threads()); i++) {
      tasks.add(new Part());
    }
    pool.run(tasks, urgency, cancellation);
  }

  private final class Part implements HashingTask {
    @Override
    public long bytesLeft() {
      return bytesLeft.get();
    }

    @Override
    public boolean step(byte[] scratch) throws IOException {
      Batch batch = take();
      if (batch == null) {
        return true; // Other tasks are at what is left.
      }
      long before = batch.task.bytesLeft();
      boolean done = batch.task.step(scratch);
      bytesLeft.addAndGet((done ? 0 : batch.task.bytesLeft()) - before);
      giveBack(batch, done);
      return false;
    }
  }

  private synchronized @Nullable Batch take() {
    Batch begunBefore = idle.poll();
    if (begunBefore != null || !unstarted.hasNext()) {
      return begunBefore;
    }
    Batch next = new Batch(begun++, unstarted.next());
    open.add(next);
    return next;
  }

  private synchronized void giveBack(Batch batch, boolean done) throws IOException {
    batch.done = done;
    if (!done) {
      idle.add(batch);
    }
    for (Batch first = open.peek(); first != null && first.done; first = open.peek()) {
      open.remove();
      for (int i = 0; i < first.hashes.size(); i++) {
        sink.hashed(first.begin + i, first.hashes.get(i));
      }
    }
  }

  private long startOf(int piece) {
    return places.layout().offset(piece);
  }
}
