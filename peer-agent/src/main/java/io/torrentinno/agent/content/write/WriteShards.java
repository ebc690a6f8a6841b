package io.torrentinno.agent.content.write;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * All shards of a resource. Neighbouring pieces go to different workers, so one download uses all
 * workers.
 */
public final class WriteShards {
  private final WriteShard[] shards;

  /** The worker of piece 0. It differs between resources: many resources have only one piece. */
  private final int first;

  private WriteShards(WriteShard[] shards, int salt) {
    this.shards = shards;
    this.first = Math.floorMod(salt, shards.length);
  }

  /**
   * One shard for each worker of the pool.
   *
   * @param writers makes the writer of each shard
   * @param salt chooses the worker of piece 0
   */
  public static WriteShards open(
      WritePool pool, Supplier<PieceWriter> writers, PieceVerification verification, int salt) {
    WriteShard[] opened = new WriteShard[pool.threads()];
    for (int worker = 0; worker < opened.length; worker++) {
      opened[worker] = new WriteShard(pool, worker, writers.get(), verification);
    }
    return new WriteShards(opened, salt);
  }

  /** Queues bytes of a piece. The shard owns the buffer from now on. */
  public void write(int piece, int begin, ByteBuf bytes) {
    shard(piece).write(piece, begin, bytes);
  }

  /** Queues the verification of a piece. */
  public void verify(int piece) {
    shard(piece).verify(piece);
  }

  /** Queues copies of bytes from other files to a piece; see {@link WriteShard#copy}. */
  public void copy(int piece, List<CopyRun> runs, Consumer<BitSet> copied) {
    shard(piece).copy(piece, runs, copied);
  }

  /** Queues the making of a piece of zeros, which is verified afterwards. */
  public void makeZeros(int piece) {
    shard(piece).makeZeros(piece);
  }

  /** Blocks until all queued jobs are done. All later jobs are dropped. */
  public void retire() {
    CompletableFuture.allOf(
            Arrays.stream(shards).map(WriteShard::retire).toArray(CompletableFuture<?>[]::new))
        .join();
  }

  private WriteShard shard(int piece) {
    return shards[(piece + first) % shards.length];
  }
}
