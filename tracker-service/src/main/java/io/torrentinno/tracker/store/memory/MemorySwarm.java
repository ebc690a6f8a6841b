package io.torrentinno.tracker.store.memory;

import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.tracker.swarm.Selection;
import io.torrentinno.tracker.swarm.StoreCounts;
import io.torrentinno.tracker.swarm.SwarmPeer;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** One swarm. Every use is under its own monitor. */
final class MemorySwarm {
  private final MemberTable seeders;
  private final MemberTable leechers;
  private boolean gone;

  MemorySwarm(long salt) {
    seeders = new MemberTable(true, salt);
    leechers = new MemberTable(false, salt);
  }

  void dropExpired(long now) {
    seeders.removeExpired(now);
    leechers.removeExpired(now);
  }

  boolean isEmpty() {
    return seeders.size() + leechers.size() == 0;
  }

  /** Marks an empty swarm that its store lets go of: whoever still holds it must not use it. */
  void letGo() {
    gone = true;
  }

  boolean isGone() {
    return gone;
  }

  /** Adds or renews a member, and draws others for it. */
  Selection announce(SwarmPeer caller, long expiry, int wanted, RandomGenerator random) {
    (caller.seeder() ? leechers : seeders).remove(caller.id());
    int self = (caller.seeder() ? seeders : leechers).put(caller, expiry);
    List<SwarmPeer> drawn =
        caller.seeder()
            ? draw(leechers.size(), MemberRows.NONE, wanted, random)
            : draw(leechers.size() + seeders.size(), self, wanted, random);
    return new Selection(drawn, seeders.size(), leechers.size());
  }

  Selection remove(PeerId peer) {
    seeders.remove(peer);
    leechers.remove(peer);
    return new Selection(List.of(), seeders.size(), leechers.size());
  }

  StoreCounts addTo(StoreCounts counts) {
    return counts.plusSwarm(seeders.size(), leechers.size());
  }

  SwarmSnapshot snapshot() {
    return new SwarmSnapshot(leechers.snapshot(), seeders.snapshot());
  }

  /** Draws from the first {@code population} members, leechers counted before seeders. */
  private List<SwarmPeer> draw(int population, int self, int wanted, RandomGenerator random) {
    boolean withoutSelf = self != MemberRows.NONE;
    int[] numbers = Sample.distinct(random, withoutSelf ? population - 1 : population, wanted);
    List<SwarmPeer> drawn = new ArrayList<>(numbers.length);
    for (int number : numbers) {
      int member = withoutSelf && number >= self ? number + 1 : number;
      drawn.add(
          member < leechers.size() ? leechers.get(member) : seeders.get(member - leechers.size()));
    }
    return drawn;
  }
}
