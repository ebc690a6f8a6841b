package io.torrentinno.agent.reuse;

import io.torrentinno.agent.manifest.ManifestV2;
import io.torrentinno.agent.memory.MemoryBudget;
import io.torrentinno.agent.memory.MemoryShortage;
import io.torrentinno.protocol.hints.HintDocument;
import io.torrentinno.protocol.hints.HintRun;
import io.torrentinno.protocol.hints.HintsException;
import io.torrentinno.protocol.manifest.envelope.CopyHints;
import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.Sha256;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads copy hints of a resource. Where the manifest names hints, only those are taken; a manifest
 * that came by a link names none, and then any are. Safe for use by several threads.
 */
final class HintReading {
  /** A run takes at least 4 bytes of a document, and more than that on the heap. */
  private static final int MEMORY_PER_BYTE = HintDocument.RUN_HEAP / 4 + 1;

  private final ManifestV2 target;
  private volatile List<HeldContent> holders;
  private final MemoryBudget budget;
  private MemoryBudget.@Nullable Reservation memory;

  /**
   * Nothing is read.
   *
   * @param holders what the agent holds
   * @param budget for the hints
   */
  HintReading(ManifestV2 target, List<HeldContent> holders, MemoryBudget budget) {
    this.target = target;
    this.holders = holders;
    this.budget = budget;
  }

  /** Whether hints are worth asking for, if peers have any. */
  boolean isWorthAsking() {
    List<CopyHints> named = target.envelope().copyHints();
    return named.isEmpty()
        ? target.envelope().previous() == null && !holders.isEmpty()
        : named.stream().anyMatch(each -> holder(each.previous()) != null);
  }

  /**
   * Whether hints are of use.
   *
   * @param total bytes of the document, as the peer says
   * @throws HintsException when these are not, but others may be: these are about a version that
   *     the agent does not have, are not as long as the manifest says, or take too much memory
   */
  synchronized boolean mayRead(byte[] start, int total) throws HintsException {
    if (holders.isEmpty()) {
      return false;
    }
    if (holder(HintDocument.previous(start)) == null) {
      throw new HintsException("they are about a version that the agent does not have");
    }
    List<CopyHints> named = target.envelope().copyHints();
    if (!named.isEmpty() && named.stream().noneMatch(each -> each.size() == total)) {
      throw new HintsException("they are not as long as the manifest says");
    }
    release();
    try {
      memory = budget.reserve((long) total * MEMORY_PER_BYTE, Duration.ZERO);
      return true;
    } catch (MemoryShortage e) {
      throw new HintsException("no memory for " + total + " bytes: " + e.getMessage());
    }
  }

  HintedUnits read(byte[] document) throws HintsException {
    HintDocument hints = HintDocument.read(document, HintedUnits.countOf(target.files()));
    List<CopyHints> named = target.envelope().copyHints();
    HeldContent holder = holder(hints.previous());
    if (holder == null
        || (!named.isEmpty() && named.stream().noneMatch(it -> isOf(it, document)))) {
      throw new HintsException("not the hints that the manifest names");
    }
    for (HintRun run : hints.runs()) {
      if (!holder.has(run.entry(), run.position())
          || !holder.has(run.entry(), run.positionOf(run.end() - 1))) {
        throw new HintsException("bytes that the previous version does not have");
      }
    }
    return new HintedUnits(target.files(), holder, hints);
  }

  private static boolean isOf(CopyHints named, byte[] document) {
    return named.size() == document.length
        && named.sha256().equals(Bytes32.of(Sha256.digest().digest(document), 0));
  }

  private @Nullable HeldContent holder(InfoHash infoHash) {
    return holders.stream()
        .filter(each -> each.infoHash().equals(infoHash))
        .findFirst()
        .orElse(null);
  }

  synchronized void close() {
    holders = List.of(); // Else this would keep what others hold as long as the resource is there.
    release();
  }

  /** Gives the memory back that {@link #mayRead} took. */
  synchronized void release() {
    if (memory != null) {
      memory.close();
      memory = null;
    }
  }
}
