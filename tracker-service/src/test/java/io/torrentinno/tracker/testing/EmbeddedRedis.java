package io.torrentinno.tracker.testing;

import redis.embedded.RedisServer;

/** The redis-server that the embedded-redis library carries, which needs no other library. */
final class EmbeddedRedis implements RedisForTests {
  private final int port;
  private final RedisServer server;

  EmbeddedRedis(int port) {
    this.port = port;
    server =
        RedisServer.builder()
            .port(port)
            .bind(host())
            .setting("save \"\"")
            .setting("appendonly no")
            .build();
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
