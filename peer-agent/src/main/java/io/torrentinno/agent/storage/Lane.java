package io.torrentinno.agent.storage;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/**
 * One worker's share of a resource's pieces. A piece always goes through the same lane, so it is
 * handled in order by one thread and needs no lock.
 */
final class Lane {
  private final WritePool pool;
  private final int worker;
  private final PieceWriter writer;
  private final Verdicts verdicts;

  /** Read and written by the worker only. */
  private boolean retired;

  Lane(WritePool pool, int worker, PieceWriter writer, Verdicts verdicts) {
    this.pool = pool;
    this.worker = worker;
    this.writer = writer;
    this.verdicts = verdicts;
  }

  /** Queues bytes of a piece, which the lane owns from now on. */
  void write(int piece, int begin, ByteBuf bytes) {
    pool.submit(worker, new Write(piece, begin, bytes));
  }

  /** Queues the verification of a piece. */
  void verify(int piece) {
    pool.submit(worker, new Verify(piece));
  }

  /** Queues the lane's end, which completes the future; what comes after it is dropped. */
  CompletableFuture<Void> retire() {
    Retire end = new Retire();
    pool.submit(worker, end);
    return end.done;
  }

  private boolean idle() {
    return retired || verdicts.failed();
  }

  private final class Write extends Job {
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
        verdicts.fail(e);
      } finally {
        data.release();
      }
    }

    @Override
    void drop() {
      data.release();
    }
  }

  private final class Verify extends Job {
    private final int piece;

    Verify(int piece) {
      super(0);
      this.piece = piece;
    }

    @Override
    void run(byte[] scratch) {
      if (idle()) {
        return;
      }
      try {
        verdicts.pronounce(piece, writer.verify(piece, scratch), scratch);
      } catch (IOException e) {
        verdicts.fail(e);
      }
    }

    @Override
    void drop() {}
  }

  private final class Retire extends Job {
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
