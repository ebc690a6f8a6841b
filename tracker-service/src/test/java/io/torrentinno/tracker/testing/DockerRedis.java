package io.torrentinno.tracker.testing;

import com.github.dockerjava.api.DockerClient;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** Redis in a container. */
final class DockerRedis implements RedisForTests {
  private static final DockerImageName IMAGE = DockerImageName.parse("redis:8-alpine");

  /** By which .ci/run finds containers that a run which was cut off has left. */
  private static final String LABEL = "torrentinno.test";

  private final int port;
  private final GenericContainer<?> container;

  @SuppressWarnings("resource") // Closed by close().
  DockerRedis(int port) {
    this.port = port;
    container =
        new GenericContainer<>(IMAGE)
            .withCommand("--save", "", "--bind", host(), "--port", Integer.toString(port))
            .withLabel(LABEL, "redis")
            // The machine's own network: servers in containers reach each other as the tests do.
            .withNetworkMode("host")
            .waitingFor(Wait.forLogMessage(".*Ready to accept connections.*", 1));
    container.start();
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public void hang() {
    docker().pauseContainerCmd(container.getContainerId()).exec();
  }

  @Override
  public void goOn() {
    docker().unpauseContainerCmd(container.getContainerId()).exec();
  }

  @Override
  public void kill() {
    docker().killContainerCmd(container.getContainerId()).exec();
  }

  @Override
  public void revive() {
    docker().startContainerCmd(container.getContainerId()).exec();
  }

  @Override
  public void close() {
    container.stop();
  }

  private static DockerClient docker() {
    return DockerClientFactory.lazyClient();
  }
}
