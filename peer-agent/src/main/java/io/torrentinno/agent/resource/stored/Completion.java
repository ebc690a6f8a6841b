package io.torrentinno.agent.resource.stored;

import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.PieceLayout;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The verified bytes of a resource, and of the chosen part of it. Any thread may read and change
 * it.
 */
public final class Completion {
  private final PieceLayout layout;
  private final Runnable changed;
  private final AtomicLong reused = new AtomicLong();

  /** Replaced, never changed. */
  private volatile State state;

  /**
   * A moment.
   *
   * @param pieces as last seen while no swarm ran, or when the chosen files were complete
   * @param skipped the pieces that are not fetched
   * @param chosenSize bytes of the pieces that are not skipped
   * @param bytes in verified pieces
   * @param chosenBytes in verified pieces that are not skipped
   */
  private record State(
      Bitfield pieces, Bitfield skipped, long chosenSize, long bytes, long chosenBytes) {
    State with(long nowVerified, long nowChosen) {
      return new State(pieces, skipped, chosenSize, nowVerified, nowChosen);
    }
  }

  /**
   * Nothing is verified.
   *
   * @param skipped the pieces that are not fetched; not to be changed
   * @param changed called when there is more or less; returns at once
   */
  public Completion(PieceLayout layout, Bitfield skipped, Runnable changed) {
    this.layout = layout;
    this.changed = changed;
    Bitfield none = new Bitfield(layout.count());
    state = of(none, none, skipped);
  }

  /** These pieces are, and are the caller's to change afterwards. */
  public synchronized void set(Bitfield verified) {
    state = of(verified.copy(), verified, state.skipped);
    changed.run();
  }

  /** Remembers these pieces for {@link #pieces}, while a swarm runs and may verify more. */
  public synchronized void note(Bitfield verified) {
    State now = state;
    state = new State(verified.copy(), now.skipped, now.chosenSize, now.bytes, now.chosenBytes);
  }

  /**
   * Other pieces are skipped.
   *
   * @param others not to be changed
   * @param verified the pieces that are, now
   */
  public synchronized void skip(Bitfield others, Bitfield verified) {
    state = of(state.pieces, verified, others);
    changed.run();
  }

  private State of(Bitfield pieces, Bitfield verified, Bitfield skipped) {
    long bytes = layout.bytesIn(verified);
    long chosen = bytes;
    for (int piece = verified.nextCommon(skipped, 0); piece >= 0; ) {
      chosen -= layout.size(piece);
      piece = verified.nextCommon(skipped, piece + 1);
    }
    return new State(pieces, skipped, layout.length() - layout.bytesIn(skipped), bytes, chosen);
  }

  /** A check has come so far; forgotten again by the next {@link #set}. */
  public synchronized void checked(long checkedBytes) {
    state = state.with(checkedBytes, Math.min(checkedBytes, state.chosenSize));
    changed.run();
  }

  /** Takes back what {@link #checked} said. */
  public synchronized void restore() {
    state = of(state.pieces, state.pieces, state.skipped);
    changed.run();
  }

  /** One piece more is. */
  public synchronized void gained(int piece) {
    int more = layout.size(piece);
    long chosen = state.chosenBytes + (state.skipped.get(piece) ? 0 : more);
    state = state.with(state.bytes + more, chosen);
    changed.run();
  }

  /** Counts verified bytes that were copied rather than fetched. */
  public void reused(long more) {
    reused.addAndGet(more);
  }

  /** Verified bytes that were copied from other files of this machine since the agent started. */
  public long reusedBytes() {
    return reused.get();
  }

  /** The pieces as last {@link #set} or {@link #note noted}. */
  public Bitfield pieces() {
    return state.pieces;
  }

  /** Whether these are all pieces that are not skipped. */
  public boolean isComplete(Bitfield verified) {
    Bitfield skipped = state.skipped;
    int piece = verified.nextClear(0);
    while (piece >= 0 && skipped.get(piece)) {
      piece = verified.nextClear(piece + 1);
    }
    return piece < 0;
  }

  /** Verified bytes that are not skipped. */
  public long chosenBytes() {
    return state.chosenBytes;
  }

  /** All bytes that are not skipped. */
  public long chosenSize() {
    return state.chosenSize;
  }

  /** Bytes that are still missing, skipped or not. */
  public long left() {
    return layout.length() - state.bytes;
  }
}
