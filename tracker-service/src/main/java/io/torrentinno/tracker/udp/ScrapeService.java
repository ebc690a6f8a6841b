package io.torrentinno.tracker.udp;

import io.netty.buffer.ByteBuf;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.tracker.gateway.AnnounceAccess;
import io.torrentinno.tracker.gateway.AnnounceAccess.Verdict;
import io.torrentinno.tracker.gateway.AnnounceEndpoint;
import io.torrentinno.tracker.gateway.AnnounceGateway;
import io.torrentinno.tracker.swarm.Tracker;
import io.torrentinno.tracker.swarm.model.SwarmCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Reads scrapes and answers them. */
final class ScrapeService {
  private final Tracker tracker;
  private final AnnounceAccess access;

  ScrapeService(AnnounceGateway gateway) {
    this.tracker = gateway.tracker();
    this.access = gateway.access();
  }

  /**
   * Answers a scrape, now or later.
   *
   * @param packet not kept
   * @throws UdpFault when tokens are demanded, or it has no info-hash, too many, or a part of one
   */
  void serve(Caller caller, ByteBuf packet, AnnounceForm form) throws UdpFault {
    if (access.check(AnnounceEndpoint.UDP, null) != Verdict.ALLOWED) {
      throw new UdpFault("a scrape over UDP has no token; use HTTP"); // BEP 41 is for announces.
    }
    int bytes = packet.readableBytes() - Actions.HEADER_BYTES;
    int count = bytes / form.idBytes();
    if (bytes % form.idBytes() != 0 || count == 0 || count > Actions.MOST_SCRAPED) {
      throw new UdpFault("a scrape has 1 to 74 info-hashes");
    }
    int action = packet.getInt(8);
    List<CompletableFuture<SwarmCounts>> swarms = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int offset = Actions.HEADER_BYTES + i * form.idBytes();
      swarms.add(tracker.scrape(new InfoHash(form.id(packet, offset))));
    }
    caller.await(
        CompletableFuture.allOf(swarms.toArray(CompletableFuture[]::new)),
        (_, failure) -> {
          if (failure != null) {
            AnnounceGateway.logScrape(failure);
            caller.refuse(failure);
            return;
          }
          List<SwarmCounts> counts = swarms.stream().map(CompletableFuture::resultNow).toList();
          caller.send(Answers.scrape(caller.buffers(), action, caller.transaction(), counts));
        });
  }
}
