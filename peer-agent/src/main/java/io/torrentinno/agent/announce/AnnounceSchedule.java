package io.torrentinno.agent.announce;

import io.torrentinno.protocol.announce.AnnounceEvent;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Decides when the next announce is due, and with which event. Times are nanoseconds of one clock
 * with any origin, as {@link System#nanoTime()}. Not safe for use by several threads.
 */
final class AnnounceSchedule {
  /**
   * For a tracker whose answers have no interval. It is less than the 30 s after which such a
   * tracker removes a peer.
   */
  static final Duration USUAL_INTERVAL = Duration.ofSeconds(25);

  static final Duration LONGEST_INTERVAL = Duration.ofMinutes(30);
  static final Duration LEAST_GAP = Duration.ofSeconds(2);
  static final Duration FIRST_BACK_OFF = Duration.ofSeconds(1);
  static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(30);

  /** The smallest part of an interval that is waited. */
  static final double LEAST_SHARE = 0.8;

  private static final int SLACK_PARTS = 4;

  /**
   * The longest wait while a tracker is unreachable. Trying is cheap, because all announcers that
   * wait share one connection.
   */
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
   * How much earlier the next announce may go out together with others: a quarter of the interval
   * for a renewal, 0 for an urgent announce; in nanoseconds.
   */
  long slack() {
    return slack;
  }

  /** Records that an announce goes out now, and returns its event. */
  AnnounceEvent begin(long now) {
    lastAttempt = now;
    if (!listed) {
      return AnnounceEvent.STARTED;
    }
    return completed ? AnnounceEvent.COMPLETED : AnnounceEvent.NONE;
  }

  /**
   * The tracker accepted the announce.
   *
   * @param interval the tracker's interval; null when it sent none
   * @param share the part of the interval to wait, {@link #LEAST_SHARE} to 1. It is the same for
   *     all announces of one request, so that they stay together, and differs between requests, so
   *     that those move apart
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
   * @param retryAfter the tracker's {@code Retry-After}; null when it sent none
   * @param share as for {@link #succeeded}
   */
  void failed(long now, @Nullable Duration retryAfter, double share) {
    failed(now, retryAfter, LONGEST_BACK_OFF, share);
  }

  /**
   * The announce did not reach the tracker. It is tried again soon after the tracker is reachable.
   */
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

  /**
   * The last piece is verified: announces this at once, unless the tracker has asked for a pause.
   */
  void completed(long now) {
    completed = true;
    slack = 0;
    nextAt = earlier(nextAt, later(now, notBefore));
  }

  /** More peers are wanted: announces earlier, but not too often. */
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
