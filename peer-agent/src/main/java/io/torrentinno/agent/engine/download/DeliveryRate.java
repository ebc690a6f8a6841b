package io.torrentinno.agent.engine.download;

/**
 * How fast a peer delivers while it owes something: the mean over its last blocks, newer ones
 * weighing more. Unlike a rate over fixed time it knows nothing of the pauses in which nothing was
 * asked for.
 */
final class DeliveryRate {
  private static final double KEEP = 0.9;

  private double bytes;
  private double nanos;

  /** A block of {@code length} bytes took {@code time} nanoseconds, at least 0. */
  void add(int length, long time) {
    bytes = bytes * KEEP + length;
    nanos = nanos * KEEP + time;
  }

  /** Whether nothing has been measured. */
  boolean isUnknown() {
    return bytes == 0;
  }

  /** Bytes that come in {@code time} nanoseconds. */
  double bytesIn(long time) {
    return bytes * time / Math.max(nanos, 1);
  }
}
