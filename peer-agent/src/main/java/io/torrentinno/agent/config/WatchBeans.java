package io.torrentinno.agent.config;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.torrentinno.agent.resource.view.AgentCounters;
import io.torrentinno.agent.runtime.AgentServices;
import io.torrentinno.agent.runtime.TorrentAgent;
import io.torrentinno.agent.watch.Watchdog;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Shows in readiness and in metrics what stops transfers without an error: threads that are stuck,
 * and memory for receiving that is used up. The {@link Watchdog} also takes threads of others.
 */
@Configuration(proxyBeanMethods = false)
class WatchBeans {
  /** Longer than a garbage collection takes. */
  static final Duration STUCK = Duration.ofSeconds(5);

  static final double FULL = 0.9;

  /** The virtual threads that answer requests. They are stuck when no carrier runs them. */
  private static final String REST = "rest";

  @Bean
  Watchdog watchdog(TorrentAgent agent) {
    Watchdog watchdog = new Watchdog();
    agent.services().watchedBy(watchdog);
    watchdog.watch(REST, List.of(Thread::startVirtualThread));
    return watchdog;
  }

  /** Readiness: whether the threads run their tasks. */
  @Bean
  HealthIndicator loops(Watchdog watchdog) {
    return () -> loopHealth(watchdog.delays());
  }

  /** Readiness: whether there is memory for receiving. */
  @Bean
  HealthIndicator receiveMemory(TorrentAgent agent) {
    return () -> memoryHealth(agent.counters());
  }

  @Bean
  MeterBinder watchMetrics(Watchdog watchdog, TorrentAgent agent) {
    AgentServices services = agent.services();
    return registry -> {
      for (String loop : List.of(AgentServices.PEER_IO, REST)) {
        Gauge.builder("torrentinno.agent.loop.delay", watchdog, dog -> seconds(dog.delay(loop)))
            .description("How long a task waits for a thread of this kind")
            .baseUnit("seconds")
            .tag("loop", loop)
            .register(registry);
      }
      Gauge.builder("torrentinno.agent.connections", services, AgentServices::connections)
          .description("Connections that have passed the handshake")
          .register(registry);
      Gauge.builder(
              "torrentinno.agent.pending.handshakes", services, AgentServices::pendingHandshakes)
          .description("Inbound connections before their handshake")
          .register(registry);
      FunctionCounter.builder(
              "torrentinno.agent.refused.connections", services, AgentServices::refusedConnections)
          .description("Connections that were closed because all places were taken")
          .register(registry);
      Gauge.builder("torrentinno.agent.hashing.tasks", services, AgentServices::hashingTasks)
          .description("Tasks of hashing that run or wait")
          .register(registry);
    };
  }

  static Health loopHealth(Map<String, Duration> delays) {
    boolean stuck = delays.values().stream().anyMatch(delay -> delay.compareTo(STUCK) >= 0);
    Health.Builder health = stuck ? Health.down() : Health.up();
    delays.forEach((loop, delay) -> health.withDetail(loop, delay.toMillis() + " ms"));
    return health.build();
  }

  static Health memoryHealth(AgentCounters counters) {
    boolean full = counters.bufferBytes() >= FULL * counters.bufferLimit();
    return (full ? Health.down() : Health.up())
        .withDetail("bytes", counters.bufferBytes())
        .withDetail("limit", counters.bufferLimit())
        .build();
  }

  private static double seconds(Duration delay) {
    return delay.toNanos() / 1e9;
  }
}
