package io.torrentinno.agent.oneshot;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ends a run in order when the process is asked to end, by Ctrl-C or SIGTERM. */
final class Ending {
  /** Longer than it takes to leave the trackers and to write what has arrived. */
  private static final long MOST_SECONDS = 30;

  private Ending() {}

  /**
   * Waits, when the process ends, until the run has ended.
   *
   * @param asked counted down then
   * @param ended counted down by the run
   * @return the hook, for {@link #forget}
   */
  static Thread whenAsked(CountDownLatch asked, CountDownLatch ended) {
    Thread hook =
        new Thread(
            () -> {
              asked.countDown();
              try {
                if (!ended.await(MOST_SECONDS, TimeUnit.SECONDS)) {
                  Runtime.getRuntime().halt(1);
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "ending");
    Runtime.getRuntime().addShutdownHook(hook);
    return hook;
  }

  /** The run is over, so the process need not wait for it. */
  static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending, and the hook is at its end, too.
    }
  }
}
