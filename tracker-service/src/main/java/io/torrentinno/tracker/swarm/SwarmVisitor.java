package io.torrentinno.tracker.swarm;

import io.torrentinno.protocol.model.InfoHash;

/** Is shown swarm after swarm. */
@FunctionalInterface
public interface SwarmVisitor {
  /**
   * Looks at one swarm.
   *
   * @param members at least one, no id twice; to be iterated at most once and before this returns,
   *     since large swarms are fetched on the way
   */
  void visit(InfoHash swarm, Iterable<SwarmPeer> members);
}
