package io.torrentinno.tracker.api;

import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.tracker.swarm.SwarmStore;
import io.torrentinno.tracker.swarm.model.StoreCounts;
import io.torrentinno.tracker.swarm.model.SwarmCounts;
import io.torrentinno.tracker.swarm.model.SwarmPeer;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.CompletionException;
import java.util.stream.StreamSupport;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** {@code /api/v1/swarms}, for operators: swarms and their counts. */
@RestController
@RequestMapping(path = "/api/v1/swarms", produces = MediaType.APPLICATION_JSON_VALUE)
final class SwarmsController {
  private static final int MOST = 1_000;
  private static final int SHORT_HASH_DIGITS = 40;
  private static final Comparator<Entry> BY_SIZE =
      Comparator.comparingInt((Entry entry) -> entry.counts().peers())
          .thenComparing(Entry::infoHash, Comparator.reverseOrder());

  private final SwarmStore store;

  SwarmsController(SwarmStore store) {
    this.store = store;
  }

  private record Entry(InfoHash infoHash, SwarmCounts counts) {}

  /** The counts of the whole table, and the largest swarms, the largest first. */
  record Swarms(long swarms, long peers, long seeders, List<Swarm> largest) {}

  record Swarm(String infoHash, int seeders, int leechers, long completed) {}

  /** One swarm, with some of its peers. */
  record Detail(String infoHash, int seeders, int leechers, long completed, List<Peer> peers) {}

  record Peer(String peerId, String publicIp, int publicPort, boolean seeder) {}

  @GetMapping
  Swarms largest(@RequestParam(defaultValue = "100") int limit) {
    check(limit);
    PriorityQueue<Entry> largest = new PriorityQueue<>(BY_SIZE);
    StoreCounts[] sum = {StoreCounts.NONE};
    store.forEachSwarm((swarm, counts) -> {
      sum[0] = sum[0].plusSwarm(counts);
      largest.add(new Entry(swarm, counts));
      if (largest.size() > limit) {
        largest.remove();
      }
    });
    List<Swarm> listed =
        largest.stream()
            .sorted(BY_SIZE.reversed())
            .map(entry -> swarm(entry.infoHash(), entry.counts()))
            .toList();
    return new Swarms(sum[0].swarms(), sum[0].peers(), sum[0].seeders(), listed);
  }

  @GetMapping("/{infoHash}")
  Detail detail(@PathVariable String infoHash, @RequestParam(defaultValue = "100") int limit) {
    check(limit);
    InfoHash swarm = parse(infoHash).orElseThrow(SwarmsController::notFound);
    SwarmCounts counts = counts(swarm);
    if (counts.peers() == 0) {
      throw notFound();
    }
    List<Peer> peers =
        StreamSupport.stream(store.members(swarm).spliterator(), false)
            .limit(limit)
            .map(SwarmsController::peer)
            .toList();
    return new Detail(
        swarm.toString(), counts.seeders(), counts.leechers(), counts.completed(), peers);
  }

  private SwarmCounts counts(InfoHash swarm) {
    try {
      return store.scrape(swarm).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private static void check(int limit) {
    if (limit < 0 || limit > MOST) {
      throw new ResponseStatusException(
          HttpStatus.BAD_REQUEST, "limit is not between 0 and " + MOST);
    }
  }

  private static Optional<InfoHash> parse(String hex) {
    boolean isShort = hex.length() == SHORT_HASH_DIGITS;
    try {
      return Optional.of(InfoHash.parse(isShort ? hex + "0".repeat(24) : hex));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static ResponseStatusException notFound() {
    return new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no such swarm.");
  }

  private static Swarm swarm(InfoHash infoHash, SwarmCounts counts) {
    return new Swarm(infoHash.toString(), counts.seeders(), counts.leechers(), counts.completed());
  }

  private static Peer peer(SwarmPeer peer) {
    PeerAddress address = peer.address();
    return new Peer(
        peer.id().toString(), address.ip().getHostAddress(), address.port(), peer.seeder());
  }
}
