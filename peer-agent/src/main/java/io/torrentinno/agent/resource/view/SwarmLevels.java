package io.torrentinno.agent.resource.view;

import io.torrentinno.agent.engine.model.ConnectFailure;
import io.torrentinno.agent.engine.model.Shortage;
import org.jspecify.annotations.Nullable;

/**
 * The rates and counts of a swarm.
 *
 * @param rates block bytes per second
 * @param totals block bytes since the swarm began
 * @param shortage why nothing arrives; null when bytes arrive, or nothing is missing
 * @param connectFailure of the reasons why peers can't be reached, the one that says most; null
 *     when none is known, or the shortage is another
 */
public record SwarmLevels(
    Flow rates,
    Flow totals,
    Peers peers,
    @Nullable Shortage shortage,
    @Nullable ConnectFailure connectFailure) {
  public static final SwarmLevels NONE =
      new SwarmLevels(Flow.NONE, Flow.NONE, new Peers(0, 0, 0, 0), null, null);

  /** A value for each direction. */
  public record Flow(long download, long upload) {
    public static final Flow NONE = new Flow(0, 0);
  }

  /**
   * How many peers there are.
   *
   * @param seeders connected peers that have every piece
   * @param known peers that trackers or other peers have named
   * @param banned peers that are kept out
   */
  public record Peers(int connected, int seeders, int known, int banned) {}
}
