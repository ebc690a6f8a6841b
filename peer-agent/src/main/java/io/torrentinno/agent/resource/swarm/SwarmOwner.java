package io.torrentinno.agent.resource.swarm;

import io.torrentinno.agent.engine.model.Ban;
import io.torrentinno.agent.resource.view.SwarmLevels;
import java.util.List;

/** The owner of a swarm, which is called on the loop. */
public interface SwarmOwner {
  /** Peers are needed soon. */
  void seekPeers();

  /**
   * Receives the levels of the swarm at each tick, and once more when it has ended.
   *
   * @param bans the peers that are kept out
   */
  void seen(SwarmLevels levels, List<Ban> bans);

  /** This program has a fault, so the swarm can't continue. */
  void broken(RuntimeException fault);
}
