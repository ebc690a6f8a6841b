package io.torrentinno.agent.engine.download;

/**
 * The rate at which a peer delivers while it owes blocks: the mean over its last blocks, with more
 * weight on newer ones. Times without a request do not count, unlike in a rate over fixed time.
 */
final class DeliveryRate {
  private static final double KEEP = 0.9;

  private double bytes;
  private double nanos;

  /** Adds a block of {@code length} bytes that took {@code time} nanoseconds, at least 0. */
  void add(int length, long time) {
    bytes = bytes * KEEP + length;
    nanos = nanos * KEEP + time;
  }

  /** Whether nothing was measured yet. */
  boolean isUnknown() {
    return bytes == 0;
  }

  /** The bytes that arrive in {@code time} nanoseconds. */
  double bytesIn(long time) {
    return bytes * time / Math.max(nanos, 1);
  }
}
