package io.torrentinno.agent.runtime;

import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.state.StateFolder;
import io.torrentinno.agent.resource.Resource;
import java.util.Collection;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks every two seconds whether the data folder is there. A resource that only serves from
 * memory, or waits for peers, would not notice this for long. A file system that does not answer
 * delays the next check, so at most one thread waits for it.
 */
final class FolderWatch implements Runnable {
  private static final long SECONDS = 2;

  private static final Logger log = LoggerFactory.getLogger(FolderWatch.class);

  private final StateFolder state;
  private final Collection<Resource> resources;
  private volatile @Nullable String problem;

  /**
   * A watch that has not checked anything yet.
   *
   * @param resources the resources that stop when the folder is missing
   */
  FolderWatch(StateFolder state, Collection<Resource> resources) {
    this.state = state;
    this.resources = resources;
  }

  /** Begins to check. Ends with the executors. */
  void start(ScheduledExecutorService clock, Executor background) {
    clock.schedule(
        () ->
            background.execute(() -> {
              try {
                run();
              } finally {
                start(clock, background);
              }
            }),
        SECONDS,
        TimeUnit.SECONDS);
  }

  /** The fault of the data folder; null when it is there. */
  @Nullable String problem() {
    return problem;
  }

  @Override
  public void run() {
    try {
      state.requireThere();
      if (problem != null) {
        log.info("The data folder is back");
        problem = null;
        resources.forEach(Resource::retryNow);
      }
    } catch (StorageException e) {
      if (problem == null) {
        log.error("{}", e.getMessage());
      }
      problem = e.getMessage();
      resources.forEach(resource -> resource.fail(e));
    }
  }
}
