package io.torrentinno.agent.config.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.torrentinno.agent.resource.view.Agent;
import io.torrentinno.agent.resource.view.AgentCounters;
import io.torrentinno.agent.resource.view.ResourceState;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The agent's own metrics, as {@code specs/agent-api.md} lists them. */
public final class AgentMetrics implements MeterBinder {
  private static final String BYTES = "bytes";
  private static final String RATE = "bytes_per_second";

  /** Longer than a scrape takes, and shorter than the time between two scrapes. */
  private static final long COUNT_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final Agent agent;
  private volatile @Nullable Count last;

  /**
   * The counters of the agent at one time.
   *
   * @param at the time, by {@link System#nanoTime}
   */
  private record Count(AgentCounters counters, long at) {}

  public AgentMetrics(Agent agent) {
    this.agent = agent;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    bindTransfers(registry);
    bindLevels(registry);
  }

  private void bindTransfers(MeterRegistry registry) {
    counter("torrentinno.agent.bytes", AgentCounters::downloadedBytes)
        .description("Bytes of blocks transferred")
        .baseUnit(BYTES)
        .tag("direction", "download")
        .register(registry);
    counter("torrentinno.agent.bytes", AgentCounters::uploadedBytes)
        .description("Bytes of blocks transferred")
        .baseUnit(BYTES)
        .tag("direction", "upload")
        .register(registry);
    counter("torrentinno.agent.reused.bytes", AgentCounters::reusedBytes)
        .description(
            "Bytes of verified pieces that were copied from other resources of"
                + " this agent rather than fetched")
        .baseUnit(BYTES)
        .register(registry);
    counter("torrentinno.agent.wasted.bytes", AgentCounters::wastedBytes)
        .description(
            "Bytes of blocks that were received and discarded: corrupt, late, or received twice")
        .baseUnit(BYTES)
        .register(registry);
    counter("torrentinno.agent.pieces", AgentCounters::piecesVerified)
        .description("Pieces fetched")
        .tag("outcome", "verified")
        .register(registry);
    counter("torrentinno.agent.pieces", AgentCounters::piecesCorrupt)
        .description("Pieces fetched")
        .tag("outcome", "corrupt")
        .register(registry);
  }

  private void bindLevels(MeterRegistry registry) {
    gauge("torrentinno.agent.rate", AgentCounters::downloadRate)
        .description("Bytes of blocks transferred in a second, averaged over the last few seconds")
        .baseUnit(RATE)
        .tag("direction", "download")
        .register(registry);
    gauge("torrentinno.agent.rate", AgentCounters::uploadRate)
        .description("Bytes of blocks transferred in a second, averaged over the last few seconds")
        .baseUnit(RATE)
        .tag("direction", "upload")
        .register(registry);
    gauge("torrentinno.agent.limit", now -> now.limits().downloadPerSecond())
        .description("Limit of all resources together, in bytes per second; 0: no limit")
        .baseUnit(RATE)
        .tag("direction", "download")
        .register(registry);
    gauge("torrentinno.agent.limit", now -> now.limits().uploadPerSecond())
        .description("Limit of all resources together, in bytes per second; 0: no limit")
        .baseUnit(RATE)
        .tag("direction", "upload")
        .register(registry);
    gauge("torrentinno.agent.peers", AgentCounters::peers)
        .description("Connected peers")
        .register(registry);
    gauge("torrentinno.agent.known.peers", AgentCounters::knownPeers)
        .description("Peers that trackers have named")
        .register(registry);
    gauge("torrentinno.agent.bans", AgentCounters::bans)
        .description("Bans in force; a peer that is banned in two resources counts twice")
        .register(registry);
    gauge("torrentinno.agent.write.queue.bytes", AgentCounters::writeQueueBytes)
        .description("Bytes that were received and are not written yet")
        .baseUnit(BYTES)
        .register(registry);
    gauge("torrentinno.agent.write.queue.limit.bytes", AgentCounters::writeQueueLimit)
        .description(
            "Limit of the bytes that were received and are not written yet; at"
                + " the limit, the agent stops receiving")
        .baseUnit(BYTES)
        .register(registry);
    gauge("torrentinno.agent.buffer.bytes", AgentCounters::bufferBytes)
        .description("Memory outside the heap for receive buffers")
        .baseUnit(BYTES)
        .register(registry);
    gauge("torrentinno.agent.buffer.limit.bytes", AgentCounters::bufferLimit)
        .description("Limit of the memory for receive buffers")
        .baseUnit(BYTES)
        .register(registry);
    for (ResourceState state : ResourceState.values()) {
      gauge("torrentinno.agent.resources", now -> now.resources().getOrDefault(state, 0))
          .description("Resources")
          .tag("state", state.label())
          .register(registry);
    }
  }

  private FunctionCounter.Builder<Agent> counter(
      String name, ToDoubleFunction<AgentCounters> total) {
    return FunctionCounter.builder(name, agent, _ -> total.applyAsDouble(counters()));
  }

  private Gauge.Builder<Agent> gauge(String name, ToDoubleFunction<AgentCounters> level) {
    return Gauge.builder(name, agent, _ -> level.applyAsDouble(counters()));
  }

  /** The same counters for all metrics of one scrape, because counting visits every resource. */
  private AgentCounters counters() {
    Count known = last;
    if (known == null || System.nanoTime() - known.at > COUNT_NANOS) {
      known = new Count(agent.counters(), System.nanoTime());
      last = known;
    }
    return known.counters;
  }
}
