package io.torrentinno.agent.engine.download;

import io.torrentinno.agent.engine.model.PeerIdentity;
import io.torrentinno.protocol.model.BlockRange;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A started piece: which of its bytes have arrived, and which are requested. It counts in units of
 * 16 KiB, so that peers with different block lengths can share a piece.
 */
public final class ActivePiece {
  public static final int UNIT = 16 * 1024;

  public final int index;

  /**
   * The only peer that may be asked. It is set after a failure, so that the piece then has one
   * sender.
   */
  @Nullable PeerIdentity reservedFor;

  private final int size;
  private final byte[] requests;
  private final BitSet arriving;
  private final BitSet received;

  /** The sender of each unit, or of its last bytes. */
  private final @Nullable PeerIdentity[] senders;

  /** Units whose first bytes came from another peer, which broke off. */
  private final BitSet mixed;

  /** The peers that broke off. */
  private final Set<PeerIdentity> formerSenders = new LinkedHashSet<>();

  /**
   * Peers whose bytes in the piece count no more, because they were banned since then, or a ban was
   * lifted.
   */
  private final Set<PeerIdentity> settled = new HashSet<>();

  /** Units that are, or were, copied from elsewhere on this machine; null when there are none. */
  private @Nullable BitSet copies;

  private int liveRequests;

  /** Takes this piece when a part of it is requested from nobody any more. */
  private final Consumer<ActivePiece> freed;

  ActivePiece(int index, int size, Consumer<ActivePiece> freed) {
    this.index = index;
    this.size = size;
    this.freed = freed;
    int units = units(size);
    requests = new byte[units];
    senders = new @Nullable PeerIdentity[units];
    mixed = new BitSet(units);
    arriving = new BitSet(units);
    received = new BitSet(units);
  }

  /** How many units a piece of so many bytes has. */
  static int units(int size) {
    return (size + UNIT - 1) / UNIT;
  }

  /** Units are being copied, so no peer is asked for them. Called once, before all else. */
  void copying(BitSet units) {
    copies = (BitSet) units.clone();
    arriving.or(units);
  }

  /**
   * The copies have ended.
   *
   * @param units those that are here now
   * @return those that were being copied
   */
  BitSet copied(BitSet units) {
    BitSet asked = Objects.requireNonNull(copies);
    arriving.andNot(asked);
    received.or(units);
    copies = (BitSet) units.clone();
    freed.accept(this);
    return asked;
  }

  /** Whether any of its bytes were copied. */
  boolean hasCopies() {
    return copies != null && !copies.isEmpty();
  }

  /** Whether nothing of it is here or under way. */
  boolean isUntouched() {
    return liveRequests == 0 && received.isEmpty() && arriving.isEmpty();
  }

  /**
   * The first range of bytes that no peer is asked for, at most {@code maxLength} long; null if
   * there is none.
   */
  @Nullable BlockRange nextFree(int maxLength) {
    int first = firstFree();
    if (first == requests.length) {
      return null;
    }
    int maxUnits = maxLength >= size ? requests.length : Math.max(1, maxLength / UNIT);
    int end = first + 1;
    while (end < requests.length && end - first < maxUnits && isFree(end)) {
      end++;
    }
    int begin = first * UNIT;
    return new BlockRange(index, begin, Math.min(size, end * UNIT) - begin);
  }

  /** Whether there is a part that no peer is asked for. */
  boolean hasFree() {
    return firstFree() < requests.length;
  }

  private int firstFree() {
    int first = 0;
    while (first < requests.length && !isFree(first)) {
      first++;
    }
    return first;
  }

  void requested(BlockRange range) {
    forEachUnit(range, unit -> requests[unit]++);
    liveRequests++;
  }

  void released(BlockRange range) {
    forEachUnit(range, unit -> requests[unit]--);
    liveRequests--;
    reportIfFree(range);
  }

  private void reportIfFree(BlockRange range) {
    int end = unitEnd(range);
    for (int unit = range.begin() / UNIT; unit < end; unit++) {
      if (isFree(unit)) {
        freed.accept(this);
        return;
      }
    }
  }

  /**
   * Records that a block is arriving; false when any of its bytes is here or is arriving from
   * another peer.
   */
  boolean begins(BlockRange range, PeerIdentity from) {
    int first = range.begin() / UNIT;
    int end = unitEnd(range);
    if (anySet(received, first, end) || anySet(arriving, first, end)) {
      return false;
    }
    arriving.set(first, end);
    forEachUnit(range, unit -> sentBy(unit, from));
    return true;
  }

  private void sentBy(int unit, PeerIdentity from) {
    PeerIdentity former = senders[unit];
    if (former != null && !former.equals(from)) {
      formerSenders.add(former);
      mixed.set(unit);
    }
    senders[unit] = from;
  }

  /** All peers whose bytes may be in the piece. */
  Set<PeerIdentity> senders() {
    Set<PeerIdentity> found = new LinkedHashSet<>(formerSenders);
    for (PeerIdentity sender : senders) {
      if (sender != null) {
        found.add(sender);
      }
    }
    return found;
  }

  /** Clears the peer of everything that it has sent of the piece so far. */
  void settle(PeerIdentity peer) {
    settled.add(peer);
  }

  boolean isSettled(PeerIdentity peer) {
    return settled.contains(peer);
  }

  /** The peers that sent one of {@code units} alone and were not cleared. */
  Set<PeerIdentity> sendersOf(BitSet units) {
    Set<PeerIdentity> found = new LinkedHashSet<>();
    for (int unit = units.nextSetBit(0);
        unit >= 0 && unit < senders.length;
        unit = units.nextSetBit(unit + 1)) {
      PeerIdentity sender = senders[unit];
      if (sender != null && !mixed.get(unit) && !settled.contains(sender)) {
        found.add(sender);
      }
    }
    return found;
  }

  void interrupted(BlockRange range) {
    arriving.clear(range.begin() / UNIT, unitEnd(range));
    reportIfFree(range);
  }

  void arrived(BlockRange range) {
    arriving.clear(range.begin() / UNIT, unitEnd(range));
    received.set(range.begin() / UNIT, unitEnd(range));
  }

  /** Whether another peer still has a live request for {@code range}, which has arrived. */
  boolean isAskedTwice(BlockRange range) {
    return requests[range.begin() / UNIT] > 0;
  }

  /** Whether no byte of {@code range}, which is requested, is requested from a second peer. */
  boolean isAskedOnce(BlockRange range) {
    int end = unitEnd(range);
    for (int unit = range.begin() / UNIT; unit < end; unit++) {
      if (requests[unit] > 1) {
        return false;
      }
    }
    return true;
  }

  /** Whether all bytes of {@code range} are missing; they may be requested. */
  boolean isMissing(BlockRange range) {
    int from = range.begin() / UNIT;
    int to = unitEnd(range);
    return !anySet(received, from, to) && !anySet(arriving, from, to);
  }

  /** Whether no byte of {@code range}, which is missing, is requested. */
  boolean isFree(BlockRange range) {
    int end = unitEnd(range);
    for (int unit = range.begin() / UNIT; unit < end; unit++) {
      if (!isFree(unit)) {
        return false;
      }
    }
    return true;
  }

  boolean isWhole() {
    return received.cardinality() == requests.length;
  }

  /** Whether any part of the piece is requested. */
  boolean isRequested() {
    return liveRequests > 0;
  }

  private boolean isFree(int unit) {
    return requests[unit] == 0 && !received.get(unit) && !arriving.get(unit);
  }

  private interface UnitAction {
    void accept(int unit);
  }

  private void forEachUnit(BlockRange range, UnitAction action) {
    int end = unitEnd(range);
    for (int unit = range.begin() / UNIT; unit < end; unit++) {
      action.accept(unit);
    }
  }

  private static int unitEnd(BlockRange range) {
    return (range.end() + UNIT - 1) / UNIT;
  }

  private static boolean anySet(BitSet set, int from, int to) {
    int first = set.nextSetBit(from);
    return first >= 0 && first < to;
  }
}
