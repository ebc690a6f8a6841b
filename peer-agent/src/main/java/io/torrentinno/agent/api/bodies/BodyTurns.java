package io.torrentinno.agent.api.bodies;

import io.torrentinno.agent.api.bodies.BodyRefused.Reason;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** How many bodies of each kind are read at a time. */
final class BodyTurns {
  /** For each kind; connections that wait here are not there for others. */
  private static final int MOST_WAITING = 64;

  private final Semaphore small;
  private final Semaphore manifests;
  private final Semaphore uploads;
  private final Duration maxWait;

  BodyTurns(BodySettings settings) {
    small = new Semaphore(settings.small(), true);
    manifests = new Semaphore(settings.manifests(), true);
    uploads = new Semaphore(settings.uploads(), true);
    maxWait = settings.maxWait();
  }

  /**
   * Waits for a turn, which the caller closes when the body has been read.
   *
   * @throws BodyRefused when none comes in time, or as many wait already
   */
  Turn await(BodyKind kind) throws BodyRefused {
    Semaphore turns =
        switch (kind) {
          case SMALL -> small;
          case MANIFEST, BATCH -> manifests;
          case UPLOAD -> uploads;
        };
    try {
      if (turns.getQueueLength() < MOST_WAITING
          && turns.tryAcquire(maxWait.toNanos(), TimeUnit.NANOSECONDS)) {
        return new Turn(turns);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new BodyRefused(Reason.TOO_MANY, "as many other requests as it takes at a time");
  }

  /** The right to read a body. */
  static final class Turn implements AutoCloseable {
    private final Semaphore turns;
    private final AtomicBoolean over = new AtomicBoolean();

    private Turn(Semaphore turns) {
      this.turns = turns;
    }

    /** Lets another have it; does nothing the second time. */
    @Override
    public void close() {
      if (over.compareAndSet(false, true)) {
        turns.release();
      }
    }
  }
}
