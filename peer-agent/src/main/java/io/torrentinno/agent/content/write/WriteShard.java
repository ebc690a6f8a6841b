package io.torrentinno.agent.content.write;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * One worker's share of a resource's pieces. A piece always goes through the same shard, so it is
 * handled in order by one thread and needs no lock.
 */
public final class WriteShard {
  private final WritePool pool;
  private final int worker;
  private final PieceWriter writer;
  private final PieceVerification verification;

  /** Read and written by the worker only. */
  private boolean retired;

  public WriteShard(
      WritePool pool, int worker, PieceWriter writer, PieceVerification verification) {
    this.pool = pool;
    this.worker = worker;
    this.writer = writer;
    this.verification = verification;
  }

  /** Queues bytes of a piece, which the shard owns from now on. */
  public void write(int piece, int begin, ByteBuf bytes) {
    pool.submit(worker, new Write(piece, begin, bytes));
  }

  /** Queues the verification of a piece. */
  public void verify(int piece) {
    pool.submit(worker, new Verify(piece, false));
  }

  /** Queues a piece of zeros, which is verified then. */
  public void makeZeros(int piece) {
    pool.submit(worker, new Verify(piece, true));
  }

  /**
   * Queues copies of bytes from other files to a piece.
   *
   * @param runs each begins with a unit of 16 KiB and ends with one, or with the piece
   * @param copied takes the units that are in their places now, on the worker's thread
   */
  public void copy(int piece, List<CopyRun> runs, Consumer<BitSet> copied) {
    pool.submit(worker, new Copy(piece, new ArrayDeque<>(runs), new BitSet(), copied));
  }

  /** Queues the shard's end, which completes the future; what comes after it is dropped. */
  public CompletableFuture<Void> retire() {
    Retire end = new Retire();
    pool.submit(worker, end);
    return end.done;
  }

  private boolean idle() {
    return retired || verification.failed();
  }

  private final class Write extends WriteJob {
    private final int piece;
    private final int begin;
    private final ByteBuf data;

    Write(int piece, int begin, ByteBuf data) {
      super(data.readableBytes());
      this.piece = piece;
      this.begin = begin;
      this.data = data;
    }

    @Override
    void run(byte[] scratch) {
      try {
        if (!idle()) {
          writer.write(piece, begin, data, scratch);
        }
      } catch (IOException e) {
        verification.fail(e);
      } catch (RuntimeException | Error e) {
        verification.broken(e);
        throw e;
      } finally {
        data.release();
      }
    }

    @Override
    void drop() {
      data.release();
    }
  }

  /** Does a part of its work, and queues the rest behind the jobs of others. */
  private final class Copy extends WriteJob {
    private static final int TURN = 1 << 20;

    private final int piece;
    private final Deque<CopyRun> runs;
    private final BitSet units;
    private final Consumer<BitSet> copied;

    Copy(int piece, Deque<CopyRun> runs, BitSet units, Consumer<BitSet> copied) {
      super(0);
      this.piece = piece;
      this.runs = runs;
      this.units = units;
      this.copied = copied;
    }

    @Override
    void run(byte[] scratch) {
      try {
        for (int left = TURN; left > 0 && !runs.isEmpty() && !idle(); ) {
          left -= copy(runs.remove(), Math.max(left, CopyRun.UNIT), scratch);
        }
      } catch (IOException e) {
        verification.fail(e);
      } catch (RuntimeException e) {
        runs.clear(); // The rest is fetched: nothing waits for copies for ever.
        goOn();
        throw e;
      }
      goOn();
    }

    private void goOn() {
      if (idle()) {
        return;
      }
      if (runs.isEmpty()) {
        copied.accept(units);
      } else {
        pool.submit(worker, new Copy(piece, runs, units, copied));
      }
    }

    /** Copies whole units, {@code most} bytes at most, of a run; returns how many. */
    private int copy(CopyRun run, int most, byte[] scratch) throws IOException {
      CopyRun part = run.upTo(most);
      int done = writer.copy(piece, part, scratch);
      int first = part.begin() / CopyRun.UNIT;
      if (done == part.length()) {
        units.set(first, Math.ceilDiv(part.end(), CopyRun.UNIT));
        if (part.length() < run.length()) {
          runs.addFirst(run.from(part.length()));
        }
      } else {
        units.set(first, first + done / CopyRun.UNIT);
      }
      return part.length();
    }

    @Override
    void drop() {}
  }

  private final class Verify extends WriteJob {
    private final int piece;
    private final boolean zeros;

    Verify(int piece, boolean zeros) {
      super(0);
      this.piece = piece;
      this.zeros = zeros;
    }

    @Override
    void run(byte[] scratch) {
      if (idle()) {
        return;
      }
      try {
        if (zeros) {
          writer.makeZeros(piece, scratch);
        }
        verification.pronounce(piece, writer.verify(piece, scratch), scratch);
      } catch (IOException e) {
        verification.fail(e);
      } catch (RuntimeException | Error e) {
        verification.broken(e);
        throw e;
      }
    }

    @Override
    void drop() {}
  }

  private final class Retire extends WriteJob {
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    Retire() {
      super(0);
    }

    @Override
    void run(byte[] scratch) {
      retired = true;
      done.complete(null);
    }

    @Override
    void drop() {
      done.complete(null);
    }
  }
}
