package io.torrentinno.tracker.api;

import io.torrentinno.protocol.announce.AnnouncedPeer;
import io.torrentinno.protocol.announce.PeerTableWriter;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.tracker.swarm.SwarmPeer;
import io.torrentinno.tracker.swarm.SwarmStore;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.stream.StreamSupport;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.exc.JacksonIOException;

/** {@code GET /peers}, for people and tests; announces do not come this far. */
@RestController
final class PeersController {
  private final SwarmStore store;

  PeersController(SwarmStore store) {
    this.store = store;
  }

  /** The whole table, written while it is read. An answer that breaks off is no valid JSON. */
  @GetMapping(path = "/peers", produces = MediaType.APPLICATION_JSON_VALUE)
  void table(HttpServletResponse http) throws IOException {
    http.setContentType(MediaType.APPLICATION_JSON_VALUE);
    PeerTableWriter table = new PeerTableWriter(http.getOutputStream());
    try {
      store.forEachSwarm((swarm, _) -> table.add(swarm, listed(swarm, store.members(swarm))));
      table.close();
    } catch (JacksonIOException e) {
      throw e.getCause(); // Whoever asked is gone.
    }
  }

  private static Iterable<AnnouncedPeer> listed(InfoHash swarm, Iterable<SwarmPeer> members) {
    return () ->
        StreamSupport.stream(members.spliterator(), false)
            .map(peer -> new AnnouncedPeer(peer.id(), swarm, peer.address()))
            .iterator();
  }
}
