package io.torrentinno.agent.api.sharing;

import io.torrentinno.agent.api.resources.Waits;
import io.torrentinno.agent.resource.view.Agent;
import io.torrentinno.protocol.rest.ShareBody;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Lists and cancels shares: files that are hashed to become resources. */
@RestController
@RequestMapping(ShareListController.PATH)
final class ShareListController {
  static final String PATH = "/api/v1/shares";

  private final Agent agent;

  ShareListController(Agent agent) {
    this.agent = agent;
  }

  @GetMapping
  List<ShareBody> list() {
    return agent.sharing().list().stream().map(ShareBodies::of).toList();
  }

  /** Answers at once, or when the share has ended, or after {@code wait} seconds. */
  @GetMapping("/{id}")
  ShareBody status(@PathVariable String id, @RequestParam(defaultValue = "0") int wait) {
    return ShareBodies.of(agent.sharing().await(id, Waits.of(wait)));
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void cancel(@PathVariable String id) {
    agent.sharing().cancel(id);
  }
}
