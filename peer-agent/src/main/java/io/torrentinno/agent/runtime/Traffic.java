package io.torrentinno.agent.runtime;

import io.torrentinno.agent.content.write.WritePool;
import io.torrentinno.agent.net.Transport;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Totals since the start, counted from any thread. */
final class Traffic {
  final LongAdder downloaded = new LongAdder();
  final LongAdder uploaded = new LongAdder();
  final LongAdder wasted = new LongAdder();
  final LongAdder verified = new LongAdder();
  final LongAdder corrupt = new LongAdder();

  /** All that is counted or can be measured now. */
  AgentCounters counters(Collection<Resource> resources, WritePool writePool, RateLimits limits) {
    Map<ResourceState, Integer> states = new EnumMap<>(ResourceState.class);
    long download = 0;
    long upload = 0;
    int peers = 0;
    int known = 0;
    int bans = 0;
    for (Resource resource : resources) {
      states.merge(resource.state(), 1, Integer::sum);
      SwarmView.Levels levels = resource.view().levels();
      download += levels.rates().download();
      upload += levels.rates().upload();
      peers += levels.peers().connected();
      known += levels.peers().known();
      bans += levels.peers().banned();
    }
    return new AgentCounters(
        downloaded.sum(),
        uploaded.sum(),
        wasted.sum(),
        verified.sum(),
        corrupt.sum(),
        download,
        upload,
        peers,
        known,
        bans,
        writePool.queuedBytes(),
        writePool.limitBytes(),
        Transport.bufferBytes(),
        Transport.bufferLimit(),
        limits,
        states);
  }
}
