package io.torrentinno.agent.resource.view;

import io.torrentinno.agent.engine.model.Shortage;
import org.jspecify.annotations.Nullable;

/**
 * What is counted of a swarm.
 *
 * @param rates block bytes per second
 * @param totals block bytes since the swarm began
 * @param shortage why nothing arrives; null when something does, or nothing is missing
 */
public record SwarmLevels(Flow rates, Flow totals, Peers peers, @Nullable Shortage shortage) {
  public static final SwarmLevels NONE =
      new SwarmLevels(Flow.NONE, Flow.NONE, new Peers(0, 0, 0, 0), null);

  /** Both ways. */
  public record Flow(long download, long upload) {
    public static final Flow NONE = new Flow(0, 0);
  }

  /**
   * How many there are.
   *
   * @param seeders those of the connected that have every piece
   * @param known that somebody has named
   * @param banned that are kept out
   */
  public record Peers(int connected, int seeders, int known, int banned) {}
}
