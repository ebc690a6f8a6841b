package io.torrentinno.agent.hashing;

import java.io.IOException;

/** Work in small steps. All steps run on threads of one pool, one after the other. */
public interface HashingTask {
  /** The most bytes that one step reads and hashes, so that a step takes some milliseconds. */
  int STEP_BYTES = 1 << 20;

  /** The bytes that have not been read yet. For any thread. */
  long bytesLeft();

  /**
   * Does the next step.
   *
   * @param scratch an array of the thread
   * @return whether the task is done
   * @throws IOException when the file cannot be read; this ends the task
   */
  boolean step(byte[] scratch) throws IOException;
}
