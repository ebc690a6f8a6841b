package io.torrentinno.tracker.api;

import io.torrentinno.protocol.announce.AnnouncedPeer;
import io.torrentinno.protocol.announce.table.PeerTableWriter;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.tracker.swarm.SwarmStore;
import io.torrentinno.tracker.swarm.SwarmVisitor;
import io.torrentinno.tracker.swarm.model.SwarmCounts;
import io.torrentinno.tracker.swarm.model.SwarmPeer;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.core.exc.JacksonIOException;

/**
 * {@code GET /peers}, for people and tests. The HTTP endpoint answers announces before they get
 * here.
 */
@RestController
final class PeersController {
  private static final int LARGEST_PAGE = 10_000;

  private final SwarmStore store;

  PeersController(SwarmStore store) {
    this.store = store;
  }

  /** The whole table, written while it is read. An answer that breaks off is no valid JSON. */
  @GetMapping(path = "/peers", produces = MediaType.APPLICATION_JSON_VALUE)
  void table(HttpServletResponse http) throws IOException {
    write(http, store::forEachSwarm);
  }

  /**
   * The table in pages of whole swarms, in the order of their hashes; {@code Link} names the next
   * page.
   *
   * @param after the last hash of the page before; empty for the first page
   */
  @GetMapping(path = "/peers", params = "limit", produces = MediaType.APPLICATION_JSON_VALUE)
  void page(
      @RequestParam int limit,
      @RequestParam(defaultValue = "") String after,
      HttpServletResponse http)
      throws IOException {
    NavigableSet<InfoHash> page = page(limit, after);
    if (page.size() == limit) {
      String next = "</peers?limit=%d&after=%s>; rel=\"next\"".formatted(limit, page.last());
      http.setHeader(HttpHeaders.LINK, next);
    }
    write(http, visitor -> page.forEach(swarm -> visitor.visit(swarm, SwarmCounts.NONE)));
  }

  private NavigableSet<InfoHash> page(int limit, String after) {
    if (limit < 1 || limit > LARGEST_PAGE) {
      throw badRequest("limit is not between 1 and " + LARGEST_PAGE);
    }
    InfoHash known = after.isEmpty() ? null : parse(after);
    NavigableSet<InfoHash> page = new TreeSet<>();
    store.forEachSwarm((swarm, _) -> {
      if (known == null || swarm.compareTo(known) > 0) {
        page.add(swarm);
        if (page.size() > limit) {
          page.removeLast();
        }
      }
    });
    return page;
  }

  private static InfoHash parse(String after) {
    try {
      return InfoHash.parse(after);
    } catch (IllegalArgumentException e) {
      throw badRequest("after is not 64 hex digits");
    }
  }

  private static ResponseStatusException badRequest(String detail) {
    return new ResponseStatusException(HttpStatus.BAD_REQUEST, detail);
  }

  private void write(HttpServletResponse http, Consumer<SwarmVisitor> swarms) throws IOException {
    http.setContentType(MediaType.APPLICATION_JSON_VALUE);
    PeerTableWriter table = new PeerTableWriter(http.getOutputStream());
    try {
      swarms.accept((swarm, _) -> table.add(swarm, listed(swarm, store.members(swarm))));
      table.close();
    } catch (JacksonIOException e) {
      throw e.getCause(); // The client is gone.
    }
  }

  private static Iterable<AnnouncedPeer> listed(InfoHash swarm, Iterable<SwarmPeer> members) {
    return () ->
        StreamSupport.stream(members.spliterator(), false)
            .map(peer -> new AnnouncedPeer(peer.id(), swarm, peer.address()))
            .iterator();
  }
}
