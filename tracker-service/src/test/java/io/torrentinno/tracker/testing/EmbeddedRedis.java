package io.torrentinno.tracker.testing;

import redis.embedded.RedisServer;
import redis.embedded.RedisServerBuilder;

/** The redis-server that the embedded-redis library carries, which needs no other library. */
final class EmbeddedRedis implements RedisForTests {
  private final int port;
  private final RedisServer server;

  EmbeddedRedis(int port, String... settings) {
    this.port = port;
    RedisServerBuilder builder =
        RedisServer.builder().port(port).bind(host()).setting("save \"\"").setting("appendonly no");
    for (String setting : settings) {
      builder.setting(setting);
    }
    server = builder.build();
    revive();
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public void kill() {
    server.stop();
  }

  @Override
  public void revive() {
    server.start();
  }

  @Override
  public void close() {
    kill();
  }
}
