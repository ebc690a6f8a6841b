package io.torrentinno.agent.announce;

import io.torrentinno.protocol.announce.AnnounceEvent;
import java.time.Duration;
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

  /** The least share of an interval that is waited for. */
  static final double LEAST_SHARE = 0.8;

  private static final int SLACK_PARTS = 4;

  /** While a tracker is not reached, trying is cheap: all who wait for it share one connection. */
  static final Duration LONGEST_UNREACHABLE = Duration.ofSeconds(8);

  private boolean listed;
  private boolean completed;
  private long lastAttempt;
  private long notBefore;
  private long nextAt;
  private long slack;
  private Duration backOff = FIRST_BACK_OFF;

  /** The first announce is due at {@code now}. */
  AnnounceSchedule(long now) {
    lastAttempt = now - LEAST_GAP.toNanos();
    notBefore = now;
    nextAt = now;
  }

  /** When the next announce is due. */
  long nextAt() {
    return nextAt;
  }

  /**
   * How much earlier the next announce may be made, together with others: a quarter of the interval
   * where it only renews the last one; nanoseconds, 0 where somebody waits for it.
   */
  long slack() {
    return slack;
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
   * @param share of that to wait, {@link #LEAST_SHARE} to 1: the same for all that were announced
   *     together, so that they stay together, and another for others, so that those drift apart
   */
  void succeeded(long now, AnnounceEvent sent, @Nullable Duration interval, double share) {
    listed = true;
    backOff = FIRST_BACK_OFF;
    notBefore = now;
    if (sent == AnnounceEvent.COMPLETED) {
      completed = false;
    }
    Duration wait = bounded(interval);
    nextAt = completed ? now : now + early(wait, share);
    slack = completed ? 0 : wait.dividedBy(SLACK_PARTS).toNanos();
  }

  /**
   * The tracker answered and does not list the peer. The next announce is due when the tracker
   * wants it, and says {@code started} again.
   */
  void unlisted(long now, @Nullable Duration interval, double share) {
    listed = false;
    backOff = FIRST_BACK_OFF;
    notBefore = now;
    Duration wait = bounded(interval);
    nextAt = now + early(wait, share);
    slack = wait.dividedBy(SLACK_PARTS).toNanos();
  }

  /**
   * The announce failed.
   *
   * @param retryAfter how long the tracker asks to be left alone; null when it does not say
   * @param share as for {@link #succeeded}
   */
  void failed(long now, @Nullable Duration retryAfter, double share) {
    failed(now, retryAfter, LONGEST_BACK_OFF, share);
  }

  /** The announce did not reach the tracker: it is tried again soon after that is possible. */
  void unreachable(long now, double share) {
    failed(now, null, LONGEST_UNREACHABLE, share);
  }

  private void failed(long now, @Nullable Duration retryAfter, Duration longest, double share) {
    slack = 0;
    long delay = early(least(backOff, longest), share);
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
    slack = 0;
    nextAt = earlier(nextAt, later(now, notBefore));
  }

  /** More peers would be welcome: asks again, but not too often. */
  void soon(long now) {
    long allowed = later(later(now, lastAttempt + LEAST_GAP.toNanos()), notBefore);
    if (allowed - nextAt < 0) {
      nextAt = allowed;
      slack = 0;
    }
  }

  private static long early(Duration delay, double share) {
    return (long) (delay.toNanos() * share);
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
