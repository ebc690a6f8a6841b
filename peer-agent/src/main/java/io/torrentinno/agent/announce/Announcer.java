package io.torrentinno.agent.announce;

import io.torrentinno.protocol.announce.AnnounceEvent;
import io.torrentinno.protocol.announce.AnnounceRequest;
import io.torrentinno.protocol.announce.AnnounceResponse;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one peer of one resource listed at its tracker, from {@link #start()} to {@link #stop()}.
 * It has no thread of its own, for an agent has thousands. Methods return at once and may be called
 * by any thread. One that was stopped is not started again.
 */
public final class Announcer {
  private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);
  private static final Duration GOOD_BYE_TIMEOUT = Duration.ofSeconds(2);

  /** Wakes announcers. */
  @FunctionalInterface
  public interface Alarm {
    /**
     * Runs a task once, on a thread that may block, unless it is cancelled before.
     *
     * @param delay not negative
     */
    Future<?> after(Duration delay, Runnable task);
  }

  private final AnnounceContext context;
  private final Alarm alarm;
  private final ReentrantLock lock = new ReentrantLock();

  // All guarded by the lock.
  private final AnnounceSchedule schedule;
  private @Nullable Future<?> waking;
  private @Nullable CompletableFuture<AnnounceResponse> underWay;
  private boolean started;
  private boolean busy;
  private boolean announced;
  private boolean stopped;

  /** One that does nothing yet. */
  public Announcer(AnnounceContext context, Alarm alarm) {
    this.context = context;
    this.alarm = alarm;
    this.schedule = new AnnounceSchedule(System.nanoTime(), new SplittableRandom());
  }

  /** Begins to announce. Does nothing when it was started or stopped before. */
  public void start() {
    reschedule(_ -> started = true);
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
    CompletableFuture<AnnounceResponse> call;
    lock.lock();
    try {
      goodByeDue = announced && !stopped;
      stopped = true;
      call = underWay;
      wakeInTime();
    } finally {
      lock.unlock();
    }
    if (call != null) {
      call.cancel(false);
    }
    return goodByeDue ? sayGoodBye() : CompletableFuture.completedFuture(null);
  }

  private CompletableFuture<Void> sayGoodBye() {
    CompletableFuture<Void> told = new CompletableFuture<>();
    alarm.after(
        Duration.ZERO,
        () ->
            send(request(AnnounceEvent.STOPPED))
                .orTimeout(GOOD_BYE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((_, failure) -> {
                  if (failure != null) {
                    LOG.debug("The tracker was not told that we leave: {}", failure.toString());
                  }
                  told.complete(null);
                }));
    return told.completeOnTimeout(null, GOOD_BYE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void reschedule(Consumer<AnnounceSchedule> change) {
    lock.lock();
    try {
      change.accept(schedule);
      wakeInTime();
    } finally {
      lock.unlock();
    }
  }

  /** The end of an announce under way comes here too. */
  private void wakeInTime() {
    if (waking != null) {
      waking.cancel(false);
      waking = null;
    }
    if (started && !stopped && !busy) {
      long left = Math.max(0, schedule.nextAt() - System.nanoTime());
      waking = alarm.after(Duration.ofNanos(left), this::awake);
    }
  }

  private void awake() {
    AnnounceEvent event;
    lock.lock();
    try {
      if (busy || stopped) {
        return;
      }
      if (schedule.nextAt() - System.nanoTime() > 0) {
        wakeInTime(); // Its alarm was changed a moment too late.
        return;
      }
      busy = true;
      announced = true;
      event = schedule.begin(System.nanoTime());
    } finally {
      lock.unlock();
    }
    announce(event);
  }

  private void announce(AnnounceEvent event) {
    CompletableFuture<AnnounceResponse> call;
    try {
      call = send(request(event));
    } catch (RuntimeException e) {
      call = CompletableFuture.failedFuture(e);
    }
    boolean late;
    lock.lock();
    try {
      late = stopped;
      underWay = call;
    } finally {
      lock.unlock();
    }
    if (late) {
      call.cancel(false);
    }
    call.whenComplete((response, failure) -> ended(event, response, failure));
  }

  private AnnounceRequest request(AnnounceEvent event) {
    AnnounceRequest now = context.request().get();
    return new AnnounceRequest(now.peer(), event, now.progress(), now.numWant(), now.zone());
  }

  private CompletableFuture<AnnounceResponse> send(AnnounceRequest request) {
    long began = System.nanoTime();
    CompletableFuture<AnnounceResponse> call = context.calls().announce(context.tracker(), request);
    call.whenComplete((response, failure) -> {
      if (response != null) {
        observe(AnnounceObserver.Outcome.ACCEPTED, began);
      } else if (failure instanceof AnnounceFailure known) {
        observe(AnnounceObserver.Outcome.of(known.reason()), began);
      }
    });
    return call;
  }

  private void observe(AnnounceObserver.Outcome outcome, long began) {
    context.observer().announced(outcome, Duration.ofNanos(System.nanoTime() - began));
  }

  private void ended(
      AnnounceEvent event, @Nullable AnnounceResponse response, @Nullable Throwable failure) {
    AnnounceFailure known = failure instanceof AnnounceFailure said ? said : null;
    lock.lock();
    try {
      busy = false;
      underWay = null;
      if (stopped) {
        return;
      }
      if (response != null) {
        schedule.succeeded(System.nanoTime(), event, response.interval());
      } else if (known != null && known.reason() == AnnounceFailure.Reason.UNREACHABLE) {
        schedule.unreachable(System.nanoTime());
      } else {
        schedule.failed(System.nanoTime(), known == null ? null : known.retryAfter());
      }
      wakeInTime();
    } finally {
      lock.unlock();
    }
    if (response != null) {
      context.listener().answered(response);
    } else if (known != null) {
      context.listener().failed(known);
    } else {
      LOG.error("An announce failed unexpectedly; trying again", failure);
    }
  }
}
