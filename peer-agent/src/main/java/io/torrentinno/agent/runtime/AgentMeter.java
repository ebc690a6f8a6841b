package io.torrentinno.agent.runtime;

import io.torrentinno.agent.content.write.WritePool;
import io.torrentinno.agent.net.Transport;
import io.torrentinno.agent.resource.AgentLimits;
import io.torrentinno.agent.resource.Resource;
import io.torrentinno.agent.resource.swarm.TrafficTotals;
import io.torrentinno.agent.resource.view.AgentCounters;
import io.torrentinno.agent.resource.view.ResourceState;
import io.torrentinno.agent.resource.view.SwarmLevels;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/** Sums up the counters of an agent, and the present values of its resources. */
record AgentMeter(TrafficTotals totals, WritePool writePool, AgentLimits limits) {
  /** All counters and present values. */
  AgentCounters read(Collection<Resource> resources) {
    Map<ResourceState, Integer> states = new EnumMap<>(ResourceState.class);
    long download = 0;
    long upload = 0;
    int peers = 0;
    int known = 0;
    int bans = 0;
    for (Resource resource : resources) {
      states.merge(resource.state(), 1, Integer::sum);
      SwarmLevels levels = resource.view().levels();
      download += levels.rates().download();
      upload += levels.rates().upload();
      peers += levels.peers().connected();
      known += levels.peers().known();
      bans += levels.peers().banned();
    }
    return new AgentCounters(
        totals.downloaded(),
        totals.uploaded(),
        totals.wasted(),
        totals.reused(),
        totals.verified(),
        totals.corrupt(),
        download,
        upload,
        peers,
        known,
        bans,
        writePool.queuedBytes(),
        writePool.limitBytes(),
        Transport.bufferBytes(),
        Transport.bufferLimit(),
        limits.get(),
        states);
  }
}
