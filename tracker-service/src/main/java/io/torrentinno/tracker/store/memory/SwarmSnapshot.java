package io.torrentinno.tracker.store.memory;

import io.torrentinno.tracker.swarm.SwarmPeer;
import java.util.Iterator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A swarm's members at one moment, still in their compact form. */
record SwarmSnapshot(MemberRows leechers, MemberRows seeders) implements Iterable<SwarmPeer> {
  boolean isEmpty() {
    return leechers.count() + seeders.count() == 0;
  }

  @Override
  public Iterator<SwarmPeer> iterator() {
    return Stream.concat(
            IntStream.range(0, leechers.count()).mapToObj(row -> leechers.peer(row, false)),
            IntStream.range(0, seeders.count()).mapToObj(row -> seeders.peer(row, true)))
        .iterator();
  }
}
