package io.torrentinno.tracker.api;

import io.torrentinno.protocol.announce.AnnounceEvent;
import io.torrentinno.protocol.announce.AnnounceException;
import io.torrentinno.protocol.announce.AnnounceReader;
import io.torrentinno.protocol.announce.AnnounceRequest;
import io.torrentinno.protocol.announce.AnnounceWriter;
import io.torrentinno.protocol.announce.PeerTableWriter;
import io.torrentinno.tracker.door.Door;
import io.torrentinno.tracker.door.Outcome;
import io.torrentinno.tracker.door.Reception;
import io.torrentinno.tracker.swarm.Announce;
import io.torrentinno.tracker.swarm.Answer;
import io.torrentinno.tracker.swarm.StoreUnavailableException;
import io.torrentinno.tracker.swarm.SwarmStore;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.exc.JacksonIOException;

/** {@code /peers}, for TI/1 and TI/2 clients alike. */
@RestController
final class PeersController {
  private final Reception reception;
  private final SwarmStore store;

  PeersController(Reception reception, SwarmStore store) {
    this.reception = reception;
    this.store = store;
  }

  @PostMapping(
      path = "/peers",
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  byte[] announce(HttpServletRequest http) throws IOException, AnnounceException {
    long began = System.nanoTime();
    AnnounceEvent event = AnnounceEvent.NONE;
    try {
      AnnounceRequest request = AnnounceReader.readRequest(RequestBody.of(http));
      event = request.event();
      Announce announce = Announces.from(request);
      byte[] answer = AnnounceWriter.write(Announces.toResponse(announce, answer(announce)));
      reception.metrics().record(Door.JSON, event, Outcome.ACCEPTED, began);
      return answer;
    } catch (AnnounceException | BodyTooLargeException e) {
      reception.metrics().record(Door.JSON, event, Outcome.INVALID, began);
      throw e;
    } catch (StoreUnavailableException e) {
      reception.metrics().record(Door.JSON, event, Outcome.UNAVAILABLE, began);
      throw e;
    }
  }

  private Answer answer(Announce announce) {
    try {
      return reception.tracker().announce(announce).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof StoreUnavailableException unavailable ? unavailable : e;
    }
  }

  /** The whole table, written while it is read. An answer that breaks off is no valid JSON. */
  @GetMapping(path = "/peers", produces = MediaType.APPLICATION_JSON_VALUE)
  void table(HttpServletResponse http) throws IOException {
    http.setContentType(MediaType.APPLICATION_JSON_VALUE);
    PeerTableWriter table = new PeerTableWriter(http.getOutputStream());
    try {
      store.forEachSwarm(
          (swarm, _) -> table.add(swarm, Announces.peersOf(swarm, store.members(swarm))));
      table.close();
    } catch (JacksonIOException e) {
      throw e.getCause(); // Whoever asked is gone.
    }
  }
}
