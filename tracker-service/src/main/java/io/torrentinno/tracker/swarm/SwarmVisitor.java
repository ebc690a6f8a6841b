package io.torrentinno.tracker.swarm;

import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.tracker.swarm.model.SwarmCounts;

/** Receives one swarm after the other. */
@FunctionalInterface
public interface SwarmVisitor {
  /**
   * Receives one swarm.
   *
   * @param counts of its members, of which there is at least one
   */
  void visit(InfoHash swarm, SwarmCounts counts);
}
