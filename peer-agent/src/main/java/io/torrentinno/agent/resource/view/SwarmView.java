package io.torrentinno.agent.resource.view;

import io.torrentinno.agent.engine.model.Shortage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be seen of a swarm, at any moment and from any thread but its own loop. */
public interface SwarmView {
  /** A resource without a swarm. */
  public SwarmView NONE = new NoSwarm();

  /** As of the last tick; takes no turn of the loop. */
  Levels levels();

  /** The connected peers. */
  List<PeerStatus> peers();

  /** Who is kept out. */
  List<BanStatus> bans();

  /**
   * What is counted of a swarm.
   *
   * @param rates block bytes per second
   * @param totals block bytes since the swarm began
   * @param shortage why nothing arrives; null when something does, or nothing is missing
   */
  record Levels(Flow rates, Flow totals, Peers peers, @Nullable Shortage shortage) {
    public static final Levels NONE = new Levels(Flow.NONE, Flow.NONE, new Peers(0, 0, 0, 0), null);
  }

  /** Both ways. */
  record Flow(long download, long upload) {
    public static final Flow NONE = new Flow(0, 0);
  }

  /**
   * How many there are.
   *
   * @param seeders those of the connected that have every piece
   * @param known that somebody has named
   * @param banned that are kept out
   */
  record Peers(int connected, int seeders, int known, int banned) {}

  /** Nobody is there. */
  record NoSwarm() implements SwarmView {
    @Override
    public Levels levels() {
      return Levels.NONE;
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
