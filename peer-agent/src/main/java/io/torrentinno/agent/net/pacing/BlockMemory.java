package io.torrentinno.agent.net.pacing;

import io.netty.util.internal.PlatformDependent;
import java.util.concurrent.atomic.AtomicLong;

/** Bounds the bytes of blocks that are read before they can be sent, in this process. */
public final class BlockMemory {
  private static final long MOST = Math.min(16 << 20, PlatformDependent.maxDirectMemory() / 16);

  private static final AtomicLong TAKEN = new AtomicLong();

  private BlockMemory() {}

  /** Takes room for a block; false when there is none, and then nothing is taken. */
  public static boolean take(int bytes) {
    if (TAKEN.addAndGet(bytes) <= MOST) {
      return true;
    }
    give(bytes);
    return false;
  }

  /** How many bytes are taken. */
  public static long taken() {
    return TAKEN.get();
  }

  /** Gives back what {@link #take} has taken. */
  public static void give(int bytes) {
    TAKEN.addAndGet(-bytes);
  }
}
