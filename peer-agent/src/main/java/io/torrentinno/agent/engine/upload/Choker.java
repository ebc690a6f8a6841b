package io.torrentinno.agent.engine.upload;

import io.torrentinno.agent.engine.model.ChokingPolicy;
import io.torrentinno.agent.engine.model.SessionSettings.Sharing;
import io.torrentinno.protocol.wire.PeerMessage;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Gives the upload slots to TI/2 peers. A free slot is given at once, and a slot whose peer
 * requests nothing is soon taken back. With the cooperative policy the peers that want a slot take
 * turns in random order: a served peer passes on what it gets, and any order by need makes all
 * agents choose the same few peers. With tit-for-tat the peers that give most keep their slots. A
 * peer that stops giving (it snubs this agent) loses its slot, and one optimistic slot goes to the
 * others in turn. TI/1 peers know no choking and are always served.
 */
public final class Choker {
  private static final long ROUND = TimeUnit.SECONDS.toNanos(1);
  private static final long IDLE = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int TIT_FOR_TAT_ROUNDS = 10;
  private static final int OPTIMISTIC_ROUNDS = 30;

  private static final long TURN = TimeUnit.SECONDS.toNanos(5);

  private final Sharing sharing;
  private final Uploads uploads;
  private final List<UploadPeer> peers;
  private final UploadOutput output;
  private final RandomGenerator random;
  private final UploadSlots slots;
  private long lastRound;
  private int rounds;
  private @Nullable UploadPeer optimistic;

  public Choker(
      Sharing sharing, Uploads uploads, RandomGenerator random, UploadOutput output, long now) {
    this.sharing = sharing;
    this.uploads = uploads;
    this.random = random;
    peers = output.peers();
    this.output = output;
    slots = new UploadSlots(sharing.uploadSlots());
    lastRound = now;
  }

  /** The peer has sent Hello. It is unchoked, as every connection is at its beginning. */
  public void greeted(UploadPeer peer, long now) {
    peer.unchokedAt = now;
    if (served() >= slots.count()) {
      choke(peer, now);
    }
  }

  /** The peer requests a block, or has done so before the Choke reached it. */
  public void asked(UploadPeer peer) {
    peer.asked = true;
    peer.idled = false;
  }

  /** The peer says whether this agent has pieces that it lacks. */
  public void interested(UploadPeer peer, boolean interested, long now) {
    if (peer.interestedInUs != interested) {
      peer.interestedInUs = interested;
      wantsChanged(peer, now);
    }
  }

  private void wantsChanged(UploadPeer peer, long now) {
    if (!peer.wantsBlocks()) {
      fill(now);
    } else if (!peer.choked && served() > slots.count()) {
      choke(peer, now);
    } else if (peer.choked && served() < slots.count()) {
      unchoke(peer, now);
    }
  }

  /** The peer does not read: another peer is served in its place until it reads. */
  public void unread(UploadPeer peer, long now) {
    peer.unread = true;
    fill(now);
  }

  /** A peer is gone. */
  public void left(UploadPeer peer, long now) {
    if (peer == optimistic) {
      optimistic = null;
    }
    fill(now);
  }

  public void tick(long now) {
    boolean waiting = best(this::waits, now) != null;
    if (waiting) {
      for (UploadPeer peer : peers) {
        if (isIdle(peer, now)) {
          peer.idled = !peer.asked && hadSomethingToAskFor(peer);
          choke(peer, now);
        }
      }
      fill(now);
    }
    if (now - lastRound < ROUND) {
      return;
    }
    lastRound = now;
    rounds++;
    slots.round(uploads.total(), waiting && busy() >= slots.count());
    if (waiting) {
      if (takesTurns()) {
        rotate(now);
      } else {
        titForTat(now);
      }
    }
    fill(now);
    shrink(now);
  }

  private void titForTat(long now) {
    if (rounds % OPTIMISTIC_ROUNDS == 0) {
      List<UploadPeer> candidates = peers.stream().filter(this::waits).toList();
      if (optimistic != null) {
        choke(optimistic, now);
      }
      UploadPeer lucky = candidates.get(random.nextInt(candidates.size()));
      optimistic = lucky;
      unchoke(lucky, now);
    }
    if (rounds % TIT_FOR_TAT_ROUNDS == 0) {
      for (int i = 0; i < slots.count(); i++) {
        exchange(now);
      }
    }
  }

  /** A peer that has had a slot for long makes room. */
  private void rotate(long now) {
    UploadPeer first = best(peer -> waits(peer) && !peer.idled, now);
    UploadPeer last =
        peers.stream()
            .filter(this::isServed)
            .min(Comparator.comparingLong(peer -> peer.unchokedAt))
            .orElse(null);
    if (first != null && last != null && now - last.unchokedAt >= TURN) {
      choke(last, now);
      unchoke(first, now);
    }
  }

  /**
   * Moves one slot from the last of the served peers to the first of those that wait, if that is
   * better.
   */
  private void exchange(long now) {
    UploadPeer first = best(this::waits, now);
    UploadPeer last =
        peers.stream()
            .filter(peer -> isServed(peer) && peer != optimistic)
            .min(Comparator.comparingLong(peer -> rank(peer, now)))
            .orElse(null);
    if (first != null && last != null && rank(first, now) > rank(last, now)) {
      choke(last, now);
      unchoke(first, now);
    }
  }

  private void fill(long now) {
    for (int free = slots.count() - served(); free > 0; free--) {
      UploadPeer next = best(this::waits, now);
      if (next == null) {
        return;
      }
      unchoke(next, now);
    }
  }

  /** Takes back slots that were added as a trial. */
  private void shrink(long now) {
    for (int excess = served() - slots.count(); excess > 0; excess--) {
      peers.stream()
          .filter(peer -> isServed(peer) && peer != optimistic)
          .min(Comparator.comparingLong(peer -> rank(peer, now)))
          .ifPresent(peer -> choke(peer, now));
    }
  }

  /** Peers with a higher rank are served sooner; peers with the same rank in random order. */
  private long rank(UploadPeer peer, long now) {
    if (!takesTurns()) {
      return peer.download.rate(now);
    }
    return peer.idled ? -1 : 0;
  }

  /** A session that fetches nothing receives nothing by which it could rank peers. */
  private boolean takesTurns() {
    return sharing.policy() == ChokingPolicy.COOPERATIVE || uploads.fetchesNothing();
  }

  private @Nullable UploadPeer best(Predicate<UploadPeer> among, long now) {
    UploadPeer best = null;
    long bestRank = Long.MIN_VALUE;
    int ties = 0;
    for (UploadPeer peer : peers) {
      if (among.test(peer)) {
        long rank = rank(peer, now);
        ties = rank == bestRank ? ties + 1 : 1;
        if (rank > bestRank || (rank == bestRank && random.nextInt(ties) == 0)) {
          best = peer;
          bestRank = rank;
        }
      }
    }
    return best;
  }

  /** It has a slot and does not use it. */
  private boolean isIdle(UploadPeer peer, long now) {
    return isServed(peer)
        && peer.uploads.isEmpty()
        && peer.uploading == 0
        && now - Math.max(peer.unchokedAt, peer.lastServed) >= IDLE;
  }

  /** A peer that has fetched before cannot request anything while it is shown nothing new. */
  private static boolean hadSomethingToAskFor(UploadPeer peer) {
    return peer.upload.total() == 0 || peer.shown == null || peer.shown.isAnyDue();
  }

  private boolean isServed(UploadPeer peer) {
    return peer.speaksTi2 && !peer.choked && peer.wantsBlocks() && !peer.unread;
  }

  private boolean waits(UploadPeer peer) {
    return peer.choked && peer.wantsBlocks();
  }

  private int served() {
    int served = 0;
    for (UploadPeer peer : peers) {
      served += isServed(peer) ? 1 : 0;
    }
    return served;
  }

  private int busy() {
    int busy = 0;
    for (UploadPeer peer : peers) {
      busy += isServed(peer) && peer.uploading > 0 ? 1 : 0;
    }
    return busy;
  }

  private void choke(UploadPeer peer, long now) {
    if (peer == optimistic) {
      optimistic = null;
    }
    peer.choked = true;
    output.send(peer, new PeerMessage.Choke(), now);
    uploads.choked(peer);
  }

  private void unchoke(UploadPeer peer, long now) {
    peer.choked = false;
    peer.asked = false;
    peer.unchokedAt = now;
    output.send(peer, new PeerMessage.Unchoke(), now);
    uploads.unchoked(peer, now);
  }
}
