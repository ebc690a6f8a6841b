package io.torrentinno.agent.resource.swarm;

import io.torrentinno.agent.engine.model.Ban;
import io.torrentinno.agent.resource.view.SwarmLevels;
import java.util.List;

/** What a swarm wants of the one that runs it; called on the loop. */
public interface SwarmOwner {
  /** Peers are needed, and soon. */
  void seekPeers();

  /**
   * What is seen of the swarm at each tick, and once more when it has ended.
   *
   * @param bans who is kept out
   */
  void seen(SwarmLevels levels, List<Ban> bans);

  /** The program is at fault; the swarm can't go on. */
  void broken(RuntimeException fault);
}
