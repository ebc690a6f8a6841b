package io.torrentinno.agent.api.limits;

import io.torrentinno.agent.api.resources.ResourceController;
import io.torrentinno.agent.resource.view.Agent;
import io.torrentinno.protocol.model.InfoHash;
import jakarta.validation.Valid;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** How fast the agent, and each of its resources, may send and receive. */
@RestController
final class LimitsController {
  private static final String ALL = "/api/v1/limits";
  private static final String ONE = ResourceController.PATH + "/{infoHash}/limits";

  private final Agent agent;

  LimitsController(Agent agent) {
    this.agent = agent;
  }

  @GetMapping(ALL)
  LimitsView limits() {
    return LimitsView.of(agent.limits());
  }

  @PutMapping(ALL)
  LimitsView change(@Valid @RequestBody LimitsView wanted) {
    agent.setLimits(wanted.after(agent.limits()));
    return limits();
  }

  @GetMapping(ONE)
  LimitsView limits(@PathVariable InfoHash infoHash) {
    return LimitsView.of(agent.limits(infoHash));
  }

  @PutMapping(ONE)
  LimitsView change(@PathVariable InfoHash infoHash, @Valid @RequestBody LimitsView wanted) {
    agent.setLimits(infoHash, wanted.after(agent.limits(infoHash)));
    return limits(infoHash);
  }
}
