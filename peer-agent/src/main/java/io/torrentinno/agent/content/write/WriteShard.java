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
 * The pieces of a resource that belong to one write worker. All jobs of a piece go to the same
 * shard. So one thread does them in order, without a lock.
 */
public final class WriteShard {
  private final WritePool pool;
  private final int worker;
  private final PieceWriter writer;
  private final PieceVerification verification;

  /** Only the worker uses it. */
  private final GoodPieces good;

  /** Only the worker reads and writes this field. */
  private boolean retired;

  public WriteShard(
      WritePool pool, int worker, PieceWriter writer, PieceVerification verification) {
    this.pool = pool;
    this.worker = worker;
    this.writer = writer;
    this.verification = verification;
    this.good = new GoodPieces(verification);
  }

  /** Queues bytes of a piece. The shard owns the buffer from now on. */
  public void write(int piece, int begin, ByteBuf bytes) {
    pool.submit(worker, new Write(piece, begin, bytes));
  }

  /** Queues the verification of a piece. */
  public void verify(int piece) {
    pool.submit(worker, new Verify(piece, false));
  }

  /** Queues the making of a piece of zeros, which is verified afterwards. */
  public void makeZeros(int piece) {
    pool.submit(worker, new Verify(piece, true));
  }

  /**
   * Queues copies of bytes from other files to a piece.
   *
   * @param runs each begins at the start of a unit (16 KiB), and ends at the end of a unit or of
   *     the piece
   * @param copied receives the units that were copied; called on the worker's thread
   */
  public void copy(int piece, List<CopyRun> runs, Consumer<BitSet> copied) {
    pool.submit(worker, new Copy(piece, new ArrayDeque<>(runs), new BitSet(), copied));
  }

  /** Queues the end of the shard, which completes the future. All later jobs are dropped. */
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

  /** Copies some of its bytes, and queues itself again behind the jobs of others. */
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
        runs.clear(); // The rest is fetched, so that no piece waits for ever.
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

    /** Copies whole units of a run, at most {@code most} bytes; returns how many bytes. */
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
        if (!writer.verify(piece, scratch)) {
          verification.bad(piece, scratch);
        } else if (good.add(piece, writer.size(piece), scratch)) {
          pool.submit(worker, new Settle());
        }
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

  /**
   * Reports the good pieces. It comes behind the jobs that were there when the first of them was
   * verified, so one report has as many pieces as these jobs have, but few bytes.
   */
  private final class Settle extends WriteJob {
    Settle() {
      super(0);
    }

    @Override
    void run(byte[] scratch) {
      if (!idle()) {
        settle(scratch);
      }
    }

    @Override
    void drop() {}
  }

  private void settle(byte[] scratch) {
    try {
      good.report(scratch);
    } catch (IOException e) {
      verification.fail(e);
    } catch (RuntimeException | Error e) {
      verification.broken(e);
      throw e;
    }
  }

  private final class Retire extends WriteJob {
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    Retire() {
      super(0);
    }

    @Override
    void run(byte[] scratch) {
      try {
        if (!idle()) {
          settle(scratch);
        }
      } finally {
        retired = true;
        done.complete(null);
      }
    }

    @Override
    void drop() {
      done.complete(null);
    }
  }
}
