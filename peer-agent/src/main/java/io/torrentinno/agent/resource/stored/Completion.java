package io.torrentinno.agent.resource.stored;

import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.PieceLayout;
import java.util.concurrent.atomic.AtomicLong;

/** How much of a resource is verified; may be asked and told from any thread. */
public final class Completion {
  private final PieceLayout layout;
  private final Runnable changed;
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong reused = new AtomicLong();

  /** As last seen while no swarm ran. Replaced, never changed. */
  private volatile Bitfield pieces;

  /**
   * Nothing is.
   *
   * @param changed called when there is more or less; returns at once
   */
  public Completion(PieceLayout layout, Runnable changed) {
    this.layout = layout;
    this.changed = changed;
    pieces = new Bitfield(layout.count());
  }

  /** These pieces are, and are the caller's to change afterwards. */
  public void set(Bitfield verified) {
    pieces = verified.copy();
    bytes.set(layout.bytesIn(verified));
    changed.run();
  }

  /** A check has come so far; forgotten again by the next {@link #set}. */
  public void checked(long checkedBytes) {
    bytes.set(checkedBytes);
    changed.run();
  }

  /** Takes back what {@link #checked} said. */
  public void restore() {
    bytes.set(layout.bytesIn(pieces));
    changed.run();
  }

  /** So many bytes more are. */
  public void gained(long more) {
    bytes.addAndGet(more);
    changed.run();
  }

  /** So many of the verified bytes were copied rather than fetched. */
  public void reused(long more) {
    reused.addAndGet(more);
  }

  /** Verified bytes that were copied from other files of this machine since the agent started. */
  public long reusedBytes() {
    return reused.get();
  }

  /** The pieces as last {@link #set}. */
  public Bitfield pieces() {
    return pieces;
  }

  public long bytes() {
    return bytes.get();
  }

  /** Bytes that are still missing. */
  public long left() {
    return layout.length() - bytes.get();
  }
}
