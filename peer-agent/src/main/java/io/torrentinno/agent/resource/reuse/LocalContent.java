package io.torrentinno.agent.resource.reuse;

import io.torrentinno.agent.content.write.CopyRun;
import io.torrentinno.agent.engine.download.LocalBytes;
import io.torrentinno.agent.memory.MemoryBudget;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of one resource lies in others that the agent holds. Whatever it says may be wrong by the
 * time it is used, so copies are verified as fetched bytes are. Lives on one event loop.
 */
public final class LocalContent implements LocalBytes, AutoCloseable {
  private final MemoryBudget.@Nullable Reservation memory;
  private List<WholePieces> known;

  /**
   * All that is known.
   *
   * @param known those that are asked first come first
   * @param memory that it takes; released by {@link #close}
   */
  LocalContent(List<WholePieces> known, MemoryBudget.@Nullable Reservation memory) {
    this.known = known;
    this.memory = memory;
  }

  /** Nothing lies elsewhere. */
  public static LocalContent nothing() {
    return new LocalContent(List.of(), null);
  }

  /** Whether something may lie elsewhere. */
  public boolean isAny() {
    return !known.isEmpty();
  }

  @Override
  public BitSet units(int piece) {
    BitSet units = new BitSet();
    CopyRun whole = find(piece);
    if (whole != null) {
      units.set(0, Math.ceilDiv(whole.length(), CopyRun.UNIT));
    }
    return units;
  }

  /** Where the {@link #units} of a piece are to be copied from. */
  public List<CopyRun> runs(int piece) {
    CopyRun whole = find(piece);
    return whole == null ? List.of() : List.of(whole);
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
  @Override
  public void close() {
    known = List.of();
    if (memory != null) {
      memory.close();
    }
  }
}
