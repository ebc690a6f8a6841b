package io.torrentinno.agent.reuse;

import io.torrentinno.agent.content.write.CopyRun;
import io.torrentinno.agent.engine.download.LocalBytes;
import io.torrentinno.agent.memory.MemoryBudget;
import io.torrentinno.protocol.hints.HintsException;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one resource that other resources of the agent have. The sources may change before
 * they are used, so copies are verified like fetched bytes. Belongs to one event loop; hints may be
 * added by another thread.
 */
public final class LocalContent implements LocalBytes {
  /** Finds pieces that lie elsewhere as a whole. */
  interface WholePieces {
    /** Whether {@link #find} would find the piece; costs less. */
    boolean has(int piece);

    /** Where a piece lies, whose hash is known; null when that is not known. */
    @Nullable CopyRun find(int piece);
  }

  private final MemoryBudget.@Nullable Reservation memory;
  private List<WholePieces> known;

  /** Reads copy hints; null when none are of use. */
  private final @Nullable HintReading reading;

  private volatile @Nullable HintedUnits hinted;

  /** Guarded by this. */
  private boolean closed;

  /**
   * All that is known.
   *
   * @param known those that are asked first come first
   * @param memory that it takes; released by {@link #close}
   */
  LocalContent(
      List<WholePieces> known,
      MemoryBudget.@Nullable Reservation memory,
      @Nullable HintReading reading) {
    this.known = known;
    this.memory = memory;
    this.reading = reading;
  }

  /** Nothing lies elsewhere. */
  public static LocalContent nothing() {
    return new LocalContent(List.of(), null, null);
  }

  /** Whether something may lie elsewhere, as far as is known without hints. */
  public boolean isAny() {
    return !known.isEmpty();
  }

  @Override
  public boolean wantsHints() {
    return reading != null;
  }

  /**
   * Whether hints may be of use.
   *
   * @param start of the document
   * @param total bytes of the document
   * @throws HintsException when these are of no use, but others may be
   */
  boolean mayTake(byte[] start, int total) throws HintsException {
    return reading != null && reading.mayRead(start, total);
  }

  /**
   * Takes hints for which {@link #mayTake} was true; may take some milliseconds.
   *
   * @throws HintsException when they are not what the manifest names, or break a rule
   */
  void take(byte[] document) throws HintsException {
    HintedUnits read = reading == null ? null : reading.read(document);
    synchronized (this) {
      hinted = closed ? null : read;
    }
  }

  /** No hints come for which {@link #mayTake} was true. */
  void takeNothing() {
    if (reading != null && hinted == null) {
      reading.release();
    }
  }

  @Override
  public boolean isHinted(int piece) {
    return hinted != null && !has(piece);
  }

  @Override
  public void dropHints() {
    hinted = null;
    takeNothing();
  }

  @Override
  public boolean isWhole(int piece, int units) {
    HintedUnits hints = hinted;
    return has(piece) || (hints != null && hints.units(piece).cardinality() == units);
  }

  private boolean has(int piece) {
    return known.stream().anyMatch(each -> each.has(piece));
  }

  @Override
  public BitSet units(int piece) {
    CopyRun whole = find(piece);
    HintedUnits hints = hinted;
    if (whole == null && hints != null) {
      return hints.units(piece);
    }
    BitSet units = new BitSet();
    if (whole != null) {
      units.set(0, Math.ceilDiv(whole.length(), CopyRun.UNIT));
    }
    return units;
  }

  /** Where the {@link #units} of a piece are to be copied from. */
  public List<CopyRun> runs(int piece) {
    CopyRun whole = find(piece);
    HintedUnits hints = hinted;
    if (whole != null) {
      return List.of(whole);
    }
    return hints == null ? List.of() : hints.runs(piece);
  }

  private @Nullable CopyRun find(int piece) {
    for (WholePieces each : known) {
      CopyRun found = each.find(piece);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /** Forgets all. */
  public void close() {
    known = List.of();
    synchronized (this) {
      closed = true;
      hinted = null;
    }
    if (memory != null) {
      memory.close();
    }
    if (reading != null) {
      reading.close();
    }
  }
}
