package io.torrentinno.agent.announce;

import io.torrentinno.protocol.announce.AnnounceEvent;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one peer of one resource listed at one tracker, from {@link #start()} to {@link #stop()}.
 * An agent has thousands of announcers. They share a thread, and their announces go out together.
 * Methods return at once and may be called by any thread. A stopped announcer cannot be started
 * again.
 */
public final class Announcer {
  private static final long GOOD_BYE_TIMEOUT_MILLIS = 2_000;

  private final AnnounceQueue queue;
  private final Announced resource;
  private final CompletableFuture<Void> left = new CompletableFuture<>();

  // The fields below are used by the queue's thread alone.
  private final AnnounceSchedule schedule = new AnnounceSchedule(System.nanoTime());
  private State state = State.NEW;
  private AnnounceQueue.@Nullable Place place;
  private boolean announced;
  private boolean unlisted;

  private enum State {
    NEW,
    /** It waits in the queue until its time. */
    WAITING,
    /** Its announce is under way. */
    BUSY,
    STOPPED
  }

  /** An announcer that is not started yet. */
  Announcer(AnnounceQueue queue, Announced resource) {
    this.queue = queue;
    this.resource = resource;
  }

  /** Begins to announce. Does nothing when it was started or stopped before. */
  public void start() {
    queue.run(() -> {
      if (state == State.NEW && queue.isOpen()) {
        state = State.WAITING;
        place = queue.add(this, schedule.nextAt());
      }
    });
  }

  /** Announces at once that this peer now has every piece. */
  public void completed() {
    reschedule(it -> it.completed(System.nanoTime()));
  }

  /** Announces earlier than planned, to get peers, at least two seconds after the last announce. */
  public void announceSoon() {
    reschedule(it -> it.soon(System.nanoTime()));
  }

  /**
   * Ends the announces. If the tracker lists this peer, announces that it leaves.
   *
   * @return completed when the tracker has answered or two seconds have passed; never fails
   */
  public CompletableFuture<Void> stop() {
    if (!queue.run(this::leave)) {
      left.complete(null);
    }
    return left.completeOnTimeout(null, GOOD_BYE_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Runs a task when {@link #stop()} has ended, on any thread. */
  void whenGone(Runnable task) {
    left.thenRun(task);
  }

  /** To be called on the queue's thread. */
  void leave() {
    if (state == State.STOPPED) {
      return;
    }
    queue.remove(place);
    state = State.STOPPED;
    if (announced) {
      queue.leave(this);
    } else {
      left.complete(null);
    }
  }

  private void reschedule(Consumer<AnnounceSchedule> change) {
    queue.run(() -> {
      change.accept(schedule);
      if (state == State.WAITING) {
        queue.remove(place);
        place = queue.add(this, schedule.nextAt());
      }
    });
  }

  Announced resource() {
    return resource;
  }

  /** See {@link AnnounceSchedule#slack}. */
  long slack() {
    return schedule.slack();
  }

  /** Whether the tracker does not list this peer, as its last answer says. */
  boolean isUnlisted() {
    return unlisted;
  }

  /** Takes note that an announce goes out now, and says with which event. */
  AnnounceEvent begin() {
    state = State.BUSY;
    place = null;
    announced = true;
    return schedule.begin(System.nanoTime());
  }

  /** The tracker has removed this peer, or cannot be reached. */
  void hasLeft() {
    left.complete(null);
  }

  /**
   * Passes on the result of an announce, and waits until the time of the next one.
   *
   * @param now the same for all announces of one request, as is {@code share}
   */
  void ended(AnnounceResult result, long now, double share) {
    if (state == State.STOPPED) {
      return;
    }
    switch (result) {
      case AnnounceResult.Answered(AnnounceEvent event, var response) ->
          schedule.succeeded(now, event, response.interval(), share);
      case AnnounceResult.Unlisted(var response, _) ->
          schedule.unlisted(now, response.interval(), share);
      case AnnounceResult.Failed(AnnounceFailure failure)
          when failure.reason() == AnnounceFailure.Reason.UNREACHABLE ->
          schedule.unreachable(now, share);
      case AnnounceResult.Failed(AnnounceFailure failure) ->
          schedule.failed(now, failure.retryAfter(), share);
      case AnnounceResult.Broken() -> schedule.failed(now, null, share);
    }
    state = State.WAITING;
    place = queue.add(this, schedule.nextAt());
    switch (result) {
      case AnnounceResult.Answered(_, var response) -> {
        unlisted = false;
        resource.listener().answered(response);
      }
      case AnnounceResult.Unlisted(var response, String why) -> {
        unlisted = true;
        resource.listener().unlisted(response, why);
      }
      case AnnounceResult.Failed(AnnounceFailure failure) -> resource.listener().failed(failure);
      case AnnounceResult.Broken() -> {}
    }
  }
}
