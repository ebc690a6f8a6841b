package io.torrentinno.tracker.testing;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** Redis in a container. */
final class DockerRedis implements RedisForTests {
  private static final DockerImageName IMAGE = DockerImageName.parse("redis:8-alpine");

  /** By which .ci/run finds containers that a run which was cut off has left. */
  private static final String LABEL = "torrentinno.test";

  private static final int PORT_INSIDE = 6379;

  private final int port;
  private final GenericContainer<?> container;

  @SuppressWarnings("resource") // Closed by close().
  DockerRedis(int port) {
    this.port = port;
    Ports.Binding outside = Ports.Binding.bindIpAndPort(host(), port);
    PortBinding binding = new PortBinding(outside, new ExposedPort(PORT_INSIDE));
    container =
        new GenericContainer<>(IMAGE)
            .withExposedPorts(PORT_INSIDE)
            .withCommand("--save", "")
            .withLabel(LABEL, "redis")
            .withCreateContainerCmdModifier(
                create -> create.withHostConfig(new HostConfig().withPortBindings(binding)))
            // Not forListeningPort(): where /.dockerenv exists that tries the bridge's address,
            // at which nothing is published.
            .waitingFor(Wait.forLogMessage(".*Ready to accept connections.*", 1));
    container.start();
  }

  @Override
  public int port() {
    return port;
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
