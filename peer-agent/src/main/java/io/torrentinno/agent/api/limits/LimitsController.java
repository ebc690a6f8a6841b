package io.torrentinno.agent.api.limits;

import io.torrentinno.agent.api.errors.Problem;
import io.torrentinno.agent.api.errors.RequestRefused;
import io.torrentinno.agent.api.resources.ResourceController;
import io.torrentinno.agent.limits.RateLimits;
import io.torrentinno.agent.resource.view.Agent;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.rest.LimitsBody;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The limits of sending and receiving, for the agent and for each of its resources. */
@RestController
final class LimitsController {
  private static final String ALL = "/api/v1/limits";
  private static final String ONE = ResourceController.PATH + "/{infoHash}/limits";

  private static final String UPLOAD = "uploadPerSecond";
  private static final String DOWNLOAD = "downloadPerSecond";

  private final Agent agent;

  LimitsController(Agent agent) {
    this.agent = agent;
  }

  @GetMapping(ALL)
  LimitsBody limits() {
    return body(agent.limits());
  }

  @PutMapping(ALL)
  LimitsBody change(@RequestBody LimitsBody wanted) {
    agent.setLimits(after(agent.limits(), wanted));
    return limits();
  }

  @GetMapping(ONE)
  LimitsBody limits(@PathVariable InfoHash infoHash) {
    return body(agent.limits(infoHash));
  }

  @PutMapping(ONE)
  LimitsBody change(@PathVariable InfoHash infoHash, @RequestBody LimitsBody wanted) {
    agent.setLimits(infoHash, after(agent.limits(infoHash), wanted));
    return limits(infoHash);
  }

  private static LimitsBody body(RateLimits limits) {
    return new LimitsBody(limits.uploadPerSecond(), limits.downloadPerSecond());
  }

  /** The limits that result from this request when {@code before} are the present ones. */
  private static RateLimits after(RateLimits before, LimitsBody wanted) {
    return new RateLimits(
        wanted(UPLOAD, wanted.uploadPerSecond(), before.uploadPerSecond()),
        wanted(DOWNLOAD, wanted.downloadPerSecond(), before.downloadPerSecond()));
  }

  private static long wanted(String field, @Nullable Long value, long before) {
    if (value == null) {
      return before;
    }
    if (value < 0) {
      throw new RequestRefused(Problem.BAD_REQUEST, field + " must be greater than or equal to 0");
    }
    return value;
  }
}
