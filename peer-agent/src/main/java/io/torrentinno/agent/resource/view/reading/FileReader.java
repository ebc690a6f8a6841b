package io.torrentinno.agent.resource.view.reading;

import io.torrentinno.agent.resource.view.ResourceException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Reads a part of a file from its beginning to its end. While the resource is fetched, it waits for
 * pieces, and these are fetched before all others. For use by one thread.
 */
public interface FileReader extends AutoCloseable {
  /**
   * Blocking. Reads the next bytes, as many as are verified and fit.
   *
   * @param into has room
   * @param most how long to wait for the first byte
   * @return how many bytes were read; 0 when the time was over before there was one; -1 when the
   *     part is at its end
   * @throws ResourceException {@link ResourceException.Reason#UNKNOWN} when the resource is
   *     removed, {@link ResourceException.Reason#NOT_RUNNING} when it is paused or has failed,
   *     {@link ResourceException.Reason#BUSY} when the agent ends
   * @throws InterruptedException when the thread is interrupted while it waits
   */
  int read(ByteBuffer into, Duration most) throws InterruptedException;

  /** The pieces that it waits for no longer come first. */
  @Override
  void close();
}
