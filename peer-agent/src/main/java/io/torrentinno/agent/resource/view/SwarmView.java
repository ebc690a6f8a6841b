package io.torrentinno.agent.resource.view;

import java.util.List;

/** What can be seen of a swarm, at any moment and from any thread but its own loop. */
public interface SwarmView {
  /** A resource without a swarm. */
  public SwarmView NONE = new NoSwarm();

  /** As of the last tick; takes no turn of the loop. */
  SwarmLevels levels();

  /** The connected peers. */
  List<PeerStatus> peers();

  /** Who is kept out. */
  List<BanStatus> bans();

  /** Nobody is there. */
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
