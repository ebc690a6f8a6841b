package io.torrentinno.agent.engine.hashes;

import io.torrentinno.agent.engine.peer.ConnectedPeer;
import io.torrentinno.protocol.model.HashRange;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A connected peer, as a partner in the exchange of hashes. */
public final class HashPeer {
  final ConnectedPeer peer;

  /** The requests that it has not answered, oldest first. */
  private final Map<HashRange, Asked> asked = new LinkedHashMap<>();

  /** How many hashes that is, proofs not counted. */
  private int owed;

  /** Until when it is asked for nothing, because it turned a request down. */
  private long pausedUntil;

  private boolean paused;

  /** How many hashes it was sent. */
  long served;

  /** One that was asked for nothing. */
  public HashPeer(ConnectedPeer peer) {
    this.peer = peer;
  }

  /** A request, and whether others may be asked for the same meanwhile. */
  private static final class Asked {
    final long at;
    boolean released;

    Asked(long at) {
      this.at = at;
    }
  }

  /** Whether it may be asked for so many hashes more. */
  boolean mayBeAsked(int hashes, long now) {
    if (paused && now - pausedUntil >= 0) {
      paused = false;
    }
    Map.Entry<HashRange, Asked> oldest = oldest();
    boolean overdue = oldest != null && oldest.getValue().released;
    return !paused
        && !overdue
        && asked.size() < HashFetch.MAX_REQUESTS
        && owed + hashes <= HashFetch.MAX_OWED;
  }

  void asked(HashRange range, long now) {
    asked.put(range, new Asked(now));
    owed += range.length();
  }

  /** Whether it was asked for this and has not answered. */
  boolean owes(HashRange range) {
    return asked.containsKey(range);
  }

  /** The peer has answered what it owes; gives whether others may be asked for it already. */
  boolean answered(HashRange range) {
    Asked request = asked.remove(range);
    owed -= range.length();
    return request != null && request.released;
  }

  void pause(long until) {
    paused = true;
    pausedUntil = until;
  }

  /** Lets others be asked for the oldest that was asked before a time; null when there is none. */
  @Nullable HashRange release(long askedBefore) {
    for (Map.Entry<HashRange, Asked> request : asked.entrySet()) {
      if (request.getValue().at - askedBefore >= 0) {
        return null; // The later ones are not older.
      }
      if (!request.getValue().released) {
        request.getValue().released = true;
        return request.getKey();
      }
    }
    return null;
  }

  private Map.@Nullable Entry<HashRange, Asked> oldest() {
    return asked.isEmpty() ? null : asked.entrySet().iterator().next();
  }
}
