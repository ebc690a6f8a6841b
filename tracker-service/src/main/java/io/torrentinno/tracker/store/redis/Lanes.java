package io.torrentinno.tracker.store.redis;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * One lane for each Redis server: where one of a cluster's is away, the swarms of the others are
 * served as ever.
 */
final class Lanes {
  private final RedisLink link;
  private final RedisMetrics metrics;
  private final LongSupplier nanoTime;
  private final RedisGate gate;
  private final Map<String, Lane> lanes = new ConcurrentHashMap<>();

  Lanes(RedisLink link, RedisMetrics metrics, LongSupplier nanoTime) {
    this.link = link;
    this.metrics = metrics;
    this.nanoTime = nanoTime;
    this.gate = new RedisGate("Redis", nanoTime);
    lanes.put(RedisLink.ONLY_SERVER, new Lane(link, gate, metrics));
  }

  /** The gate before all that is not of one server of a cluster. */
  RedisGate gate() {
    return gate;
  }

  CompletableFuture<Reply> submit(Request request) {
    Call call = new Call(request, new CompletableFuture<>());
    lanes.computeIfAbsent(link.serverOf(request.swarm()), this::lane).submit(call);
    return call.result();
  }

  private Lane lane(String server) {
    return new Lane(link, new RedisGate("Redis's server " + server, nanoTime), metrics);
  }
}
