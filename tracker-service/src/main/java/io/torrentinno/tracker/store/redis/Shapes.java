package io.torrentinno.tracker.store.redis;

import io.torrentinno.protocol.model.InfoHash;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The shapes that swarms had lately: enough to know which buckets there are to be read, before
 * Redis is asked. Those that nobody has asked for longest are forgotten.
 */
final class Shapes {
  private static final int GENERATION = 100_000;

  private volatile Map<InfoHash, Shape> young = new ConcurrentHashMap<>();
  private volatile Map<InfoHash, Shape> old = Map.of();

  Shape get(InfoHash swarm) {
    Shape shape = young.get(swarm);
    return shape != null ? shape : old.getOrDefault(swarm, Shape.UNKNOWN);
  }

  void put(InfoHash swarm, Shape shape) {
    Map<InfoHash, Shape> shapes = young;
    shapes.put(swarm, shape);
    if (shapes.size() > GENERATION) {
      old = shapes;
      young = new ConcurrentHashMap<>();
    }
  }
}
