package io.torrentinno.tracker.swarm;

import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.tracker.swarm.model.SwarmCounts;

/** Is shown swarm after swarm. */
@FunctionalInterface
public interface SwarmVisitor {
  /**
   * Looks at one swarm.
   *
   * @param counts of its members, of whom there is at least one
   */
  void visit(InfoHash swarm, SwarmCounts counts);
}
