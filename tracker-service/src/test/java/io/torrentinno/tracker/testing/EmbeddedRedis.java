package io.torrentinno.tracker.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import redis.embedded.RedisServer;

/** The redis-server that the embedded-redis library carries. */
final class EmbeddedRedis implements RedisForTests {
  private final int port;
  private final RedisServer server;

  EmbeddedRedis(int port) {
    this.port = port;
    try {
      server =
          RedisServer.newRedisServer()
              .port(port)
              .bind(host())
              .setting("save \"\"")
              .setting("appendonly no")
              .build();
    } catch (IOException e) {
      throw new UncheckedIOException("no redis-server for this machine", e);
    }
    revive();
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public void kill() {
    try {
      server.stop();
    } catch (IOException e) {
      throw new UncheckedIOException("redis-server does not stop", e);
    }
  }

  @Override
  public void revive() {
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException("redis-server does not start", e);
    }
  }

  @Override
  public void close() {
    kill();
  }
}
