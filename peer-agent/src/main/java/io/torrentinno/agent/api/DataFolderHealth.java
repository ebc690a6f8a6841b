package io.torrentinno.agent.api;

import io.torrentinno.agent.resource.view.Agent;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Down while the data folder is gone: an agent without it can neither fetch nor serve. */
@Component("dataFolderHealthIndicator")
final class DataFolderHealth implements HealthIndicator {
  private final Agent agent;

  DataFolderHealth(Agent agent) {
    this.agent = agent;
  }

  @Override
  public Health health() {
    String problem = agent.dataFolderProblem();
    return problem == null
        ? Health.up().build()
        : Health.down().withDetail("problem", problem).build();
  }
}
