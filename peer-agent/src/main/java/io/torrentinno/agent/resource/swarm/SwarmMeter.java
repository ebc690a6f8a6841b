package io.torrentinno.agent.resource.swarm;

import io.torrentinno.agent.engine.peer.RateMeter;
import io.torrentinno.agent.resource.view.SwarmLevels;

/** Measures the block bytes of one swarm, on its loop, and adds them to those of the agent. */
final class SwarmMeter {
  private final TrafficTotals agent;
  private final RateMeter download;
  private final RateMeter upload;

  /**
   * A meter at zero.
   *
   * @param now nanoseconds of any clock, the same for all calls
   */
  SwarmMeter(TrafficTotals agent, long now) {
    this.agent = agent;
    download = new RateMeter(now);
    upload = new RateMeter(now);
  }

  void received(int bytes, long now) {
    download.add(bytes, now);
    agent.received(bytes);
  }

  void sent(int bytes, long now) {
    upload.add(bytes, now);
    agent.sent(bytes);
  }

  /** Counts bytes that have come and are not wanted. */
  void skipped(int bytes) {
    agent.received(bytes);
    agent.wasted(bytes);
  }

  /** Bytes per second. */
  SwarmLevels.Flow rates(long now) {
    return new SwarmLevels.Flow(download.rate(now), upload.rate(now));
  }

  SwarmLevels.Flow totals() {
    return new SwarmLevels.Flow(download.total(), upload.total());
  }
}
