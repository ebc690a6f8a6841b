package io.torrentinno.tracker.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * A real Redis server on the loopback, empty at first. It is the newest one, in a container, where
 * Docker answers and has the image or can fetch it; otherwise the one of embedded-redis, which is
 * of the oldest version that the tracker supports. Where neither starts, tests fail: none is
 * skipped.
 *
 * <p>The system property {@value #KIND} may be set to {@code docker} or {@code embedded} to have
 * that one or none.
 */
public interface RedisForTests extends AutoCloseable {
  /** Names the system property that chooses the kind. */
  String KIND = "torrentinno.test.redis";

  /** Starts one. The caller closes it. */
  static RedisForTests start() {
    int port = freePort();
    return switch (System.getProperty(KIND, "any")) {
      case "docker" -> new DockerRedis(port);
      case "embedded" -> new EmbeddedRedis(port);
      default -> DockerRedis.canStart() ? new DockerRedis(port) : new EmbeddedRedis(port);
    };
  }

  /** Where it listens, an IP literal. */
  default String host() {
    return "127.0.0.1";
  }

  /** The port that it listens on, the same all its life. */
  int port();

  /** Ends the server, as a crash does: connections break and its memory is lost. */
  void kill();

  /** Starts the server again after {@link #kill()}. */
  void revive();

  @Override
  void close();

  private static int freePort() {
    return freePort(65_535);
  }

  /** A port that is free now, and not above another. */
  static int freePort(int highest) {
    for (int tries = 0; tries < 1_000; tries++) {
      try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        if (free.getLocalPort() <= highest) {
          return free.getLocalPort();
        }
      } catch (IOException e) {
        throw new IllegalStateException("no free port", e);
      }
    }
    throw new IllegalStateException("no free port up to " + highest);
  }
}
