package io.torrentinno.agent.hashing;

import java.io.IOException;

/** Work that is done in small steps, all of them on threads of one pool and one after the other. */
public interface HashingTask {
  /** Bytes to read and hash in one step at most, so that a step takes some milliseconds. */
  int STEP_BYTES = 1 << 20;

  /** Bytes that are still to be read; from any thread. */
  long bytesLeft();

  /**
   * Goes on by {@link #STEP_BYTES} at most.
   *
   * @param scratch an array of the thread
   * @return whether the task is done
   * @throws IOException when the file can't be read; the task ends with it
   */
  boolean step(byte[] scratch) throws IOException;
}
