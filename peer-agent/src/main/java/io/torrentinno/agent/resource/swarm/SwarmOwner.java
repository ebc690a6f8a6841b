package io.torrentinno.agent.resource.swarm;

/** What a swarm wants of the one that runs it; called on the loop. */
public interface SwarmOwner {
  /** Peers are needed, and soon. */
  void seekPeers();

  /** The program is at fault; the swarm can't go on. */
  void broken(RuntimeException fault);
}
