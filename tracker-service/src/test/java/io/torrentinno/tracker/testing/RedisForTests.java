package io.torrentinno.tracker.testing;

/**
 * A real Redis server on the loopback, empty at first: the one of embedded-redis. Tests with the
 * tag {@code redis} run once more in the Maven profile {@code full}, which sets {@value #KIND} to
 * {@code docker}: with the newest one, in a container.
 */
public interface RedisForTests extends AutoCloseable {
  /** Names the system property that chooses the kind. */
  String KIND = "torrentinno.test.redis";

  /** Starts one. The caller closes it. */
  static RedisForTests start() {
    int port = FreePort.next();
    return System.getProperty(KIND, "embedded").equals("docker")
        ? new DockerRedis(port)
        : new EmbeddedRedis(port);
  }

  /** Starts the embedded one, with more lines in its configuration. The caller closes it. */
  static RedisForTests startWith(String... settings) {
    return new EmbeddedRedis(FreePort.next(), settings);
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

  /** Stops the process: connections stay, and nothing is answered until {@link #goOn()}. */
  void hang();

  /** Lets the process go on, with all that it was sent meanwhile. */
  void goOn();

  @Override
  void close();
}
