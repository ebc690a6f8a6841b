package io.torrentinno.agent.api.resources;

import io.torrentinno.agent.api.errors.Problem;
import io.torrentinno.agent.api.errors.RequestRefused;
import io.torrentinno.agent.resource.view.Agent;
import io.torrentinno.agent.resource.view.FetchOrder;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.rest.ResourceBody;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Changes the order in which the pieces of a resource are fetched. */
@RestController
@RequestMapping(ResourceController.PATH + "/{infoHash}/order")
final class OrderController {
  private final Agent agent;

  OrderController(Agent agent) {
    this.agent = agent;
  }

  /** The body of a call; {@code order} as {@link FetchOrder#label} says. */
  record Wanted(@NotNull String order) {}

  @PutMapping
  ResourceBody change(@PathVariable InfoHash infoHash, @Valid @RequestBody Wanted wanted) {
    FetchOrder order =
        FetchOrder.of(wanted.order)
            .orElseThrow(() ->
                new RequestRefused(
                    Problem.BAD_REQUEST, "order must be rarest-first or sequential"));
    return ResourceBodies.of(agent.setOrder(infoHash, order));
  }
}
