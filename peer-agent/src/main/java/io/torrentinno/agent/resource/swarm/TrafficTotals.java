package io.torrentinno.agent.resource.swarm;

import java.util.concurrent.atomic.LongAdder;

/** Counts bytes and pieces of all swarms since the start. Safe for use by several threads. */
public final class TrafficTotals {
  private final LongAdder downloaded = new LongAdder();
  private final LongAdder uploaded = new LongAdder();
  private final LongAdder wasted = new LongAdder();
  private final LongAdder reused = new LongAdder();
  private final LongAdder verified = new LongAdder();
  private final LongAdder corrupt = new LongAdder();

  /** Block bytes have arrived. */
  void received(int bytes) {
    downloaded.add(bytes);
  }

  /** Bytes that arrived are useless. */
  void wasted(int bytes) {
    wasted.add(bytes);
  }

  /** Bytes of verified pieces were copied or linked on this machine. */
  public void reused(long bytes) {
    reused.add(bytes);
  }

  /** Block bytes were sent. */
  void sent(int bytes) {
    uploaded.add(bytes);
  }

  /** A piece matches its hash. */
  void pieceVerified() {
    verified.increment();
  }

  /** A piece does not match its hash. */
  void pieceCorrupt(int bytes) {
    corrupt.increment();
    wasted.add(bytes);
  }

  public long downloaded() {
    return downloaded.sum();
  }

  public long uploaded() {
    return uploaded.sum();
  }

  /** Bytes that were useless, including those of corrupt pieces. */
  public long wasted() {
    return wasted.sum();
  }

  /** Bytes of verified pieces that were copied from other files of this machine. */
  public long reused() {
    return reused.sum();
  }

  /** How many pieces were verified. */
  public long verified() {
    return verified.sum();
  }

  /** How many pieces were corrupt. */
  public long corrupt() {
    return corrupt.sum();
  }
}
