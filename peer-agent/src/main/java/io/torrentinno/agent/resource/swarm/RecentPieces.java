package io.torrentinno.agent.resource.swarm;

import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The pieces that were written in the last five to ten seconds. Their bytes are in memory, so
 * nobody needs to ask the system. Only one thread may use it.
 */
final class RecentPieces {
  private static final long SPAN = TimeUnit.SECONDS.toNanos(5);

  private final LongSupplier nanoTime;
  private BitSet current = new BitSet();
  private BitSet previous = new BitSet();

  /** When the current span began. */
  private long since;

  RecentPieces(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.since = nanoTime.getAsLong();
  }

  /** A piece was written and verified just now. */
  void add(int piece) {
    dropOld();
    current.set(piece);
  }

  boolean has(int piece) {
    dropOld();
    return current.get(piece) || previous.get(piece);
  }

  private void dropOld() {
    long now = nanoTime.getAsLong();
    long age = now - since;
    if (age >= SPAN) {
      previous = age < 2 * SPAN ? current : new BitSet();
      current = new BitSet();
      since = now;
    }
  }
}
