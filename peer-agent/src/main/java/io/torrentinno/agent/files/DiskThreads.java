package io.torrentinno.agent.files;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Platform threads for short calls of the file system, which hold a virtual thread's carrier, or an
 * event loop, for as long as the disk takes. What is handed over after the end is not run.
 */
public final class DiskThreads implements Executor, AutoCloseable {
  /** Some, so that a file system that does not answer holds up those on it alone, for a while. */
  private static final int THREADS = 8;

  private static final long IDLE_SECONDS = 10;

  private final ThreadPoolExecutor threads;

  /** Starts threads when there is something to do. */
  public DiskThreads() {
    this("disk-", THREADS);
  }

  /**
   * Threads of another name.
   *
   * @param most how many there are at most
   */
  public DiskThreads(String name, int most) {
    threads =
        new ThreadPoolExecutor(
            most,
            most,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name(name, 0).factory(),
            new ThreadPoolExecutor.DiscardPolicy());
    threads.allowCoreThreadTimeOut(true);
  }

  @Override
  public void execute(Runnable task) {
    threads.execute(task);
  }

  /** Runs nothing that has not begun, and waits for nothing. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
