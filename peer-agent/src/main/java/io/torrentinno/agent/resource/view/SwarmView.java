package io.torrentinno.agent.resource.view;

import java.util.List;

/** Shows a swarm. Any thread but its own loop may call this at any time. */
public interface SwarmView {
  /** A resource without a swarm. */
  public SwarmView NONE = new NoSwarm();

  /** The levels of the last tick. Does not wait for the loop. */
  SwarmLevels levels();

  /** The connected peers. */
  List<PeerStatus> peers();

  /** The peers that are kept out. */
  List<BanStatus> bans();

  /** An empty swarm. */
  record NoSwarm() implements SwarmView {
    @Override
    public SwarmLevels levels() {
      return SwarmLevels.NONE;
    }

    @Override
    public List<PeerStatus> peers() {
      return List.of();
    }

    @Override
    public List<BanStatus> bans() {
      return List.of();
    }
  }
}
