package io.torrentinno.agent.announce;

import io.torrentinno.protocol.announce.AnnounceEvent;
import io.torrentinno.protocol.announce.AnnounceRequest;
import io.torrentinno.protocol.announce.AnnounceResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one peer of one resource listed at its tracker, from {@link #start()} to {@link #stop()},
 * on a virtual thread of its own. Methods return at once and may be called by any thread. One that
 * was stopped is not started again.
 */
public final class Announcer {
  private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);
  private static final Duration GOOD_BYE_TIMEOUT = Duration.ofSeconds(2);

  private final AnnounceContext context;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final AnnounceSchedule schedule;
  private @Nullable Thread thread;
  private boolean announced;
  private boolean stopped;

  /** One that does nothing yet. */
  public Announcer(AnnounceContext context) {
    this.context = context;
    this.schedule = new AnnounceSchedule(System.nanoTime(), RandomGenerator.of("L64X128MixRandom"));
  }

  /** Begins to announce. Does nothing when it was started or stopped before. */
  public void start() {
    lock.lock();
    try {
      if (thread == null && !stopped) {
        thread = Thread.ofVirtual().name("announcer").start(this::run);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Tells the tracker promptly that this peer now has every piece. */
  public void completed() {
    reschedule(schedule -> schedule.completed(System.nanoTime()));
  }

  /** Asks for peers earlier than planned, at least two seconds after the last announce. */
  public void announceSoon() {
    reschedule(schedule -> schedule.soon(System.nanoTime()));
  }

  /**
   * Ends the announces, and tells the tracker that this peer leaves, if it was told of it at all.
   *
   * @return done when the tracker was told or two seconds have passed; never fails
   */
  public CompletableFuture<Void> stop() {
    boolean goodByeDue;
    lock.lock();
    try {
      goodByeDue = announced && !stopped;
      stopped = true;
      if (thread != null) {
        thread.interrupt();
      }
    } finally {
      lock.unlock();
    }
    if (!goodByeDue) {
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Void> told = new CompletableFuture<>();
    Thread goodBye = Thread.ofVirtual().name("announcer-stop").start(() -> sayGoodBye(told));
    return told.completeOnTimeout(null, GOOD_BYE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((_, _) -> goodBye.interrupt());
  }

  private void reschedule(Consumer<AnnounceSchedule> change) {
    lock.lock();
    try {
      change.accept(schedule);
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      for (AnnounceEvent event = nextTurn(); event != null; event = nextTurn()) {
        announce(event);
      }
    } catch (InterruptedException e) {
      // By stop(), which is all that interrupts this thread.
    }
  }

  /** Waits for the next announce; null when there is none to come. */
  private @Nullable AnnounceEvent nextTurn() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      for (long left = nanosLeft(); left > 0 && !stopped; left = nanosLeft()) {
        changed.awaitNanos(left);
      }
      if (stopped) {
        return null;
      }
      announced = true;
      return schedule.begin(System.nanoTime());
    } finally {
      lock.unlock();
    }
  }

  private long nanosLeft() {
    return schedule.nextAt() - System.nanoTime();
  }

  private void announce(AnnounceEvent event) throws InterruptedException {
    try {
      AnnounceResponse response = call(event);
      reschedule(plan -> plan.succeeded(System.nanoTime(), event, response.interval()));
      context.listener().answered(response);
    } catch (AnnounceFailure e) {
      reschedule(plan -> plan.failed(System.nanoTime(), e.retryAfter()));
      context.listener().failed(e);
    } catch (RuntimeException e) {
      LOG.error("An announce failed unexpectedly; trying again", e);
      reschedule(plan -> plan.failed(System.nanoTime(), null));
    }
  }

  private AnnounceResponse call(AnnounceEvent event) throws AnnounceFailure, InterruptedException {
    AnnounceRequest now = context.request().get();
    AnnounceRequest request =
        new AnnounceRequest(now.peer(), event, now.progress(), now.numWant(), now.zone());
    long began = System.nanoTime();
    try {
      AnnounceResponse response = context.calls().announce(context.tracker(), request);
      observe(AnnounceObserver.Outcome.ACCEPTED, began);
      return response;
    } catch (AnnounceFailure e) {
      observe(AnnounceObserver.Outcome.of(e.reason()), began);
      throw e;
    }
  }

  private void observe(AnnounceObserver.Outcome outcome, long began) {
    context.observer().announced(outcome, Duration.ofNanos(System.nanoTime() - began));
  }

  private void sayGoodBye(CompletableFuture<Void> told) {
    try {
      call(AnnounceEvent.STOPPED);
    } catch (AnnounceFailure e) {
      LOG.debug("The tracker was not told that we leave: {}", e.getMessage());
    } catch (InterruptedException e) {
      LOG.debug("The tracker was not told in time that we leave");
    } finally {
      told.complete(null);
    }
  }
}
