package io.torrentinno.agent.content.write;

import org.jspecify.annotations.Nullable;

/**
 * A task for a write worker. It is also a link of the worker's queue, so the queue needs no nodes.
 */
abstract class WriteJob {
  private final int bytes;
  private @Nullable WriteJob next;

  /**
   * A new job.
   *
   * @param bytes the bytes that the job adds to the queue of the pool; 0 for a job without data
   */
  WriteJob(int bytes) {
    this.bytes = bytes;
  }

  /**
   * Does the job on the worker's thread. Releases all buffers of the job, also when it throws.
   *
   * @param scratch the worker's array, which the job may overwrite
   */
  abstract void run(byte[] scratch);

  /** Releases all buffers of the job. Called instead of {@link #run} when the pool is closed. */
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
