package io.torrentinno.tracker.testing;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import java.util.concurrent.TimeUnit;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** Redis in a container. */
final class DockerRedis implements RedisForTests {
  private static final String REPOSITORY = "redis";
  private static final String TAG = "8-alpine";
  private static final int PORT_INSIDE = 6379;
  private static final int PULL_SECONDS = 60;

  private final int port;
  private final GenericContainer<?> container;

  /** Whether a Docker daemon answers, and has the image or fetches it in reasonable time. */
  static boolean canStart() {
    return DockerClientFactory.instance().isDockerAvailable() && (hasImage() || pullsImage());
  }

  @SuppressWarnings("resource") // Closed by close().
  DockerRedis(int port) {
    this.port = port;
    Ports.Binding outside = Ports.Binding.bindIpAndPort(host(), port);
    PortBinding binding = new PortBinding(outside, new ExposedPort(PORT_INSIDE));
    container =
        new GenericContainer<>(DockerImageName.parse(REPOSITORY + ":" + TAG))
            .withExposedPorts(PORT_INSIDE)
            .withCommand("--save", "")
            .withCreateContainerCmdModifier(
                create -> create.withHostConfig(new HostConfig().withPortBindings(binding)))
            // Not forListeningPort(): where /.dockerenv exists that tries the bridge's address, at
            // which
            // nothing is published.
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

  private static boolean hasImage() {
    try {
      docker().inspectImageCmd(REPOSITORY + ":" + TAG).exec();
      return true;
    } catch (NotFoundException e) {
      return false;
    }
  }

  private static boolean pullsImage() {
    try {
      return docker()
          .pullImageCmd(REPOSITORY)
          .withTag(TAG)
          .start()
          .awaitCompletion(PULL_SECONDS, TimeUnit.SECONDS);
    } catch (DockerException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static DockerClient docker() {
    return DockerClientFactory.lazyClient();
  }
}
