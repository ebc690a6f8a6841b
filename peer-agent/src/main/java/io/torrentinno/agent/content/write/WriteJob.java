package io.torrentinno.agent.content.write;

import org.jspecify.annotations.Nullable;

/**
 * Something for a worker to do once; also a link of the worker's queue, which needs no nodes so.
 */
abstract class WriteJob {
  private final int bytes;
  private @Nullable WriteJob next;

  /**
   * A new job.
   *
   * @param bytes what it adds to the pool's queue, 0 for one that carries no data
   */
  WriteJob(int bytes) {
    this.bytes = bytes;
  }

  /**
   * Does it, on the worker's thread. Releases what the job owns, also when it throws.
   *
   * @param scratch the worker's own array
   */
  abstract void run(byte[] scratch);

  /** Releases what the job owns: the pool is closed and nobody will run it. */
  abstract void drop();

  final int bytes() {
    return bytes;
  }

  final @Nullable WriteJob next() {
    return next;
  }

  final void linkTo(@Nullable WriteJob other) {
    next = other;
  }
}
