package io.torrentinno.agent.files;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Platform threads for short calls of the file system. Such a call holds its thread for as long as
 * the disk takes, so it must not run on an event loop, nor on a virtual thread, whose carrier it
 * would hold. Tasks that come after {@link #close} are not run.
 */
public final class DiskThreads implements Executor, AutoCloseable {
  /** Several, so that a file system that does not answer delays only its own calls, for a while. */
  private static final int THREADS = 8;

  private static final long IDLE_SECONDS = 10;

  private final ThreadPoolExecutor threads;

  /** Threads that start when there is something to do. */
  public DiskThreads() {
    this("disk-", THREADS);
  }

  /**
   * Threads of another name.
   *
   * @param most how many threads there are at most
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

  /** Drops the tasks that have not begun, and waits for none. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
