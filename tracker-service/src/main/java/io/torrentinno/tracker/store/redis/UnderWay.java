package io.torrentinno.tracker.store.redis;

import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.tracker.store.redis.Change.Listed;
import io.torrentinno.tracker.swarm.model.Proof;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Counts the announces on their way to the log: by a hash of the peer and the owner that they
 * write, and by one of the peer and the address that they name. For any thread.
 */
final class UnderWay {
  private final AtomicIntegerArray counts = new AtomicIntegerArray(1 << 16);

  void add(Change change) {
    count(change, 1);
  }

  void remove(Change change) {
    count(change, -1);
  }

  /**
   * Whether there is an announce of this peer whose listing will be the caller's, or may be: others
   * have the same hash.
   */
  boolean mayHave(PeerId peer, Proof proof) {
    return counts.get(slot(peer, proof.source())) > 0
        || (proof.key() != 0 && counts.get(slot(peer, proof.key())) > 0);
  }

  private void count(Change change, int by) {
    if (change instanceof Listed listed) {
      int owner = listed.announce().proof().owner();
      int named = Proof.of(listed.announce().caller().address().ip()).source();
      counts.addAndGet(slot(listed.peer(), owner), by);
      if (named != owner) {
        counts.addAndGet(slot(listed.peer(), named), by);
      }
    }
  }

  private static int slot(PeerId peer, int owner) {
    int mixed = (peer.hashCode() * 31 + owner) * 0x9e3779b1;
    return mixed >>> 16;
  }
}
