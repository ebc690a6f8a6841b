package io.torrentinno.agent.api.bans;

import io.torrentinno.agent.resource.view.Agent;
import io.torrentinno.agent.resource.view.BanStatus;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.rest.BanBody;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Lists and lifts the bans of peers, of all resources. */
@RestController
@RequestMapping("/api/v1/bans")
final class BanController {
  private final Agent agent;

  BanController(Agent agent) {
    this.agent = agent;
  }

  @GetMapping
  List<BanBody> list() {
    return agent.bans().stream().map(BanController::body).toList();
  }

  @DeleteMapping("/{peerId}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void lift(@PathVariable PeerId peerId) {
    agent.liftBans(peerId);
  }

  private static BanBody body(BanStatus ban) {
    return new BanBody(
        ban.peerId().toString(),
        ban.infoHash().toString(),
        ban.address() == null ? null : ban.address().toString(),
        ban.reason(),
        ban.remaining().plusSeconds(1).minusNanos(1).toSeconds());
  }
}
