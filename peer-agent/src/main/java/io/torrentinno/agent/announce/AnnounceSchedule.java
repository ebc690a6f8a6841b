package io.torrentinno.agent.announce;

import io.torrentinno.protocol.announce.AnnounceEvent;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * When to announce next, and what. Times are nanoseconds of one clock with any origin, as {@link
 * System#nanoTime()}. Not safe for use by several threads.
 */
final class AnnounceSchedule {
  /** For a tracker that does not say: below the 30 s after which such a tracker forgets a peer. */
  static final Duration USUAL_INTERVAL = Duration.ofSeconds(25);

  static final Duration LONGEST_INTERVAL = Duration.ofMinutes(30);
  static final Duration LEAST_GAP = Duration.ofSeconds(2);
  static final Duration FIRST_BACK_OFF = Duration.ofSeconds(1);
  static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(30);

  /** While a tracker is not reached, trying is cheap: all who wait for it share one connection. */
  static final Duration LONGEST_UNREACHABLE = Duration.ofSeconds(8);

  private final RandomGenerator random;
  private boolean listed;
  private boolean completed;
  private long lastAttempt;
  private long notBefore;
  private long nextAt;
  private Duration backOff = FIRST_BACK_OFF;

  /** The first announce is due at {@code now}. */
  AnnounceSchedule(long now, RandomGenerator random) {
    this.random = random;
    lastAttempt = now - LEAST_GAP.toNanos();
    notBefore = now;
    nextAt = now;
  }

  /** When the next announce is due. */
  long nextAt() {
    return nextAt;
  }

  /** Takes note that an announce goes out now, and says with which event. */
  AnnounceEvent begin(long now) {
    lastAttempt = now;
    if (!listed) {
      return AnnounceEvent.STARTED;
    }
    return completed ? AnnounceEvent.COMPLETED : AnnounceEvent.NONE;
  }

  /**
   * The tracker took the announce.
   *
   * @param interval when it wants the next; null when it does not say
   */
  void succeeded(long now, AnnounceEvent sent, @Nullable Duration interval) {
    listed = true;
    backOff = FIRST_BACK_OFF;
    notBefore = now;
    if (sent == AnnounceEvent.COMPLETED) {
      completed = false;
    }
    nextAt = completed ? now : now + early(bounded(interval));
  }

  /**
   * The announce failed.
   *
   * @param retryAfter how long the tracker asks to be left alone; null when it does not say
   */
  void failed(long now, @Nullable Duration retryAfter) {
    failed(now, retryAfter, LONGEST_BACK_OFF);
  }

  /** The announce did not reach the tracker: it is tried again soon after that is possible. */
  void unreachable(long now) {
    failed(now, null, LONGEST_UNREACHABLE);
  }

  private void failed(long now, @Nullable Duration retryAfter, Duration longest) {
    long delay = early(least(backOff, longest));
    if (retryAfter != null && retryAfter.toNanos() > delay) {
      delay += least(retryAfter, LONGEST_INTERVAL).toNanos();
    }
    backOff = least(backOff.multipliedBy(2), longest);
    notBefore = now + delay;
    nextAt = notBefore;
  }

  /** The last piece has come: says so at once, unless the tracker is to be left alone. */
  void completed(long now) {
    completed = true;
    nextAt = earlier(nextAt, later(now, notBefore));
  }

  /** More peers would be welcome: asks again, but not too often. */
  void soon(long now) {
    long allowed = later(later(now, lastAttempt + LEAST_GAP.toNanos()), notBefore);
    nextAt = earlier(nextAt, allowed);
  }

  /** Somewhat less than {@code delay}, so that peers that began together drift apart. */
  private long early(Duration delay) {
    return (long) (delay.toNanos() * random.nextDouble(0.8, 1.0));
  }

  private static Duration bounded(@Nullable Duration interval) {
    if (interval == null) {
      return USUAL_INTERVAL;
    }
    return least(interval, LONGEST_INTERVAL);
  }

  private static Duration least(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static long earlier(long one, long other) {
    return one - other < 0 ? one : other;
  }

  private static long later(long one, long other) {
    return one - other < 0 ? other : one;
  }
}
