package io.torrentinno.agent.storage;

/**
 * Platform threads that hash and write, shared by all resources. Its queue has no hard end: whoever
 * feeds it stops reading while it is {@link #congested} and asks to be told {@link #whenDrained}.
 */
public final class WritePool implements AutoCloseable {
  private final long limitBytes;

  /**
   * Starts the threads.
   *
   * @param threads at least 1
   * @param limitBytes how many bytes may wait before the pool calls itself congested
   */
  public WritePool(int threads, long limitBytes) {
    if (threads < 1) {
      throw new IllegalArgumentException("no threads");
    }
    this.limitBytes = limitBytes;
  }

  /** Bytes that were handed over and are not yet written. */
  public long queuedBytes() {
    return 0;
  }

  public long limitBytes() {
    return limitBytes;
  }

  /** True while more than {@link #limitBytes} are queued. */
  public boolean congested() {
    return queuedBytes() > limitBytes;
  }

  /**
   * Runs {@code action} once, on a worker thread, as soon as the queue has drained to half its
   * limit; at once if it has.
   */
  public void whenDrained(Runnable action) {
    action.run();
  }

  /** Does what is queued, then ends the threads. What is written afterwards is dropped. */
  @Override
  public void close() {}
}
