package io.torrentinno.agent.engine.peer;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Bytes per second over the last few seconds. */
public final class RateMeter {
  private static final int SLOTS = 16;
  private static final long SLOT_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /** Null until there is something to count: most resources of an agent are idle. */
  private long @Nullable [] slots;

  private final long startedAt;
  private long newest;
  private long inSlots;
  private long total;

  /**
   * A meter at zero.
   *
   * @param now nanoseconds of any clock, the same for all calls
   */
  public RateMeter(long now) {
    startedAt = now;
    newest = Math.floorDiv(now, SLOT_NANOS);
  }

  /** Counts {@code bytes} at {@code now}. */
  public void add(long bytes, long now) {
    long[] counted = slots;
    if (counted == null) {
      counted = new long[SLOTS];
      slots = counted;
    }
    advance(now);
    counted[slotOf(newest)] += bytes;
    inSlots += bytes;
    total += bytes;
  }

  /** Bytes per second at {@code now}. */
  public long rate(long now) {
    advance(now);
    long window = (SLOTS - 1) * SLOT_NANOS + (now - newest * SLOT_NANOS);
    long elapsed = Math.max(SLOT_NANOS / 4, Math.min(window, now - startedAt));
    return (long) (inSlots * (double) TimeUnit.SECONDS.toNanos(1) / elapsed);
  }

  /** The sum of all bytes. */
  public long total() {
    return total;
  }

  private void advance(long now) {
    long slot = Math.floorDiv(now, SLOT_NANOS);
    long[] counted = slots;
    if (counted == null) {
      newest = Math.max(newest, slot);
      return;
    }
    if (slot - newest >= SLOTS) {
      Arrays.fill(counted, 0);
      inSlots = 0;
      newest = slot;
    }
    while (newest < slot) {
      newest++;
      inSlots -= counted[slotOf(newest)];
      counted[slotOf(newest)] = 0;
    }
  }

  private static int slotOf(long slot) {
    return (int) Math.floorMod(slot, (long) SLOTS);
  }
}
