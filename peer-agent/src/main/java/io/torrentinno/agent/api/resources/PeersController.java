package io.torrentinno.agent.api.resources;

import io.torrentinno.agent.api.errors.Problem;
import io.torrentinno.agent.api.errors.RequestRefused;
import io.torrentinno.agent.resource.view.Agent;
import io.torrentinno.protocol.model.HostAndPort;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.rest.CalledBody;
import io.torrentinno.protocol.rest.PeerBody;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The peers of a resource: those that are connected, and those that an operator adds. */
@RestController
@RequestMapping(ResourceController.PATH + "/{infoHash}/peers")
final class PeersController {
  private final Agent agent;

  PeersController(Agent agent) {
    this.agent = agent;
  }

  /** The body of the call. */
  record Wanted(@NotNull String address) {}

  @GetMapping
  List<PeerBody> list(@PathVariable InfoHash infoHash) {
    return agent.peers(infoHash).stream().map(ResourceBodies::of).toList();
  }

  @PostMapping
  @ResponseStatus(HttpStatus.ACCEPTED)
  CalledBody add(@PathVariable InfoHash infoHash, @Valid @RequestBody Wanted wanted) {
    List<PeerAddress> called = agent.addPeer(infoHash, parse(wanted.address));
    return new CalledBody(called.stream().map(PeerAddress::toString).toList());
  }

  private static HostAndPort parse(String address) {
    try {
      return HostAndPort.parse(address);
    } catch (IllegalArgumentException e) {
      throw new RequestRefused(Problem.BAD_PEER_ADDRESS, String.valueOf(e.getMessage()));
    }
  }
}
