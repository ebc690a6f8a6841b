package io.torrentinno.agent.content.write;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

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
    pool.submit(worker, new Verify(piece));
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
      } finally {
        data.release();
      }
    }

    @Override
    void drop() {
      data.release();
    }
  }

  private final class Verify extends WriteJob {
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
        verification.pronounce(piece, writer.verify(piece, scratch), scratch);
      } catch (IOException e) {
        verification.fail(e);
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
