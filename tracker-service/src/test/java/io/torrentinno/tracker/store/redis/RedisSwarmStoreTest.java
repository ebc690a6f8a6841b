package io.torrentinno.tracker.store.redis;

import io.torrentinno.tracker.testing.RedisForTests;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

@Tag("redis")
class RedisSwarmStoreTest extends RedisStoreContract {
  private static RedisForTests server;
  private static LettuceConnectionFactory connections;

  @BeforeAll
  static void startRedis() {
    server = RedisForTests.start();
    connections = started(new LettuceConnectionFactory(server.host(), server.port()));
  }

  @AfterAll
  static void stopRedis() {
    connections.destroy();
    server.close();
  }

  @Override
  LettuceConnectionFactory connections() {
    return connections;
  }
}
