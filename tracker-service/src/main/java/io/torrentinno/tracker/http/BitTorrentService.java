package io.torrentinno.tracker.http;

import io.netty.buffer.ByteBuf;
import io.torrentinno.protocol.announce.AnnounceEvent;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.tracker.door.Door;
import io.torrentinno.tracker.door.Events;
import io.torrentinno.tracker.door.Outcome;
import io.torrentinno.tracker.door.Reception;
import io.torrentinno.tracker.swarm.AddressFamilies;
import io.torrentinno.tracker.swarm.Announce;
import io.torrentinno.tracker.swarm.StoreUnavailableException;
import io.torrentinno.tracker.swarm.SwarmCounts;
import io.torrentinno.tracker.swarm.SwarmPeer;
import io.torrentinno.tracker.swarm.Want;
import io.torrentinno.tracker.swarm.Zone;
import java.net.InetAddress;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** {@code GET /announce} and {@code GET /scrape}. */
final class BitTorrentService {
  private static final int MOST_SCRAPED = 74;

  /** Of a peer that is not listed. */
  private static final int NO_PORT = 1;

  private static final byte[] INFO_HASH = AsciiBytes.of("info_hash");

  private final Reception reception;

  BitTorrentService(Reception reception) {
    this.reception = reception;
  }

  CompletableFuture<ByteBuf> announce(Request request) {
    long began = System.nanoTime();
    RequestHead head = request.head();
    AnnounceQuery query;
    Announce announce;
    try {
      query = AnnounceQuery.read(head.bytes(), head.queryStart(), head.queryEnd());
      announce = announce(query, request.caller());
    } catch (HttpFault e) {
      reception.metrics().record(Door.HTTP, AnnounceEvent.NONE, Outcome.INVALID, began);
      return CompletableFuture.completedFuture(invalid(request, e));
    }
    return request.then(
        reception.announce(announce),
        (answer, failure) -> {
          ByteBuf response =
              answer != null
                  ? request.answer(ResponseHead.BENCODED, Bencode.announce(query, answer))
                  : failed(request, failure);
          reception.count(Door.HTTP, query.event(), answer, failure, began);
          return response;
        });
  }

  private Announce announce(AnnounceQuery query, InetAddress caller) throws HttpFault {
    InetAddress address = reception.addresses().choose(Door.HTTP, query.stated(), caller);
    if (address == null) {
      throw new HttpFault(Problem.INVALID_FIELD, "ip is not the address that you call from");
    }
    return new Announce(
        new InfoHash(query.infoHash()),
        new SwarmPeer(
            new PeerId(query.peerId()),
            new PeerAddress(address, query.port() == 0 ? NO_PORT : query.port()),
            query.isSeeder(),
            Zone.NONE),
        Events.kind(query.event(), query.port()),
        new Want(query.wanted(), AddressFamilies.BOTH, !query.compact() && query.withIds()));
  }

  CompletableFuture<ByteBuf> scrape(Request request) {
    SequencedMap<InfoHash, CompletableFuture<SwarmCounts>> swarms = new TreeMap<>();
    try {
      QueryValues query =
          new QueryValues(
              request.head().bytes(), request.head().queryStart(), request.head().queryEnd());
      while (query.next()) {
        if (query.is(INFO_HASH)) {
          InfoHash swarm = new InfoHash(query.id("info_hash"));
          swarms.computeIfAbsent(swarm, reception.tracker()::scrape);
        }
      }
      if (swarms.isEmpty() || swarms.size() > MOST_SCRAPED) {
        throw new HttpFault(Problem.INVALID_REQUEST, "a scrape has 1 to 74 info_hash");
      }
    } catch (HttpFault e) {
      return CompletableFuture.completedFuture(invalid(request, e));
    }
    return request.then(
        CompletableFuture.allOf(swarms.values().toArray(CompletableFuture[]::new)),
        (_, failure) -> {
          if (failure != null) {
            Reception.logScrape(failure);
            return failed(request, failure);
          }
          SequencedMap<InfoHash, SwarmCounts> counts = new TreeMap<>();
          swarms.forEach((swarm, future) -> counts.put(swarm, future.resultNow()));
          return request.answer(ResponseHead.BENCODED, Bencode.scrape(counts));
        });
  }

  /** BEP 3 answers these with status 200. */
  private static ByteBuf invalid(Request request, HttpFault fault) {
    return request.answer(ResponseHead.BENCODED, Failures.reason(fault.detail()));
  }

  private static ByteBuf failed(Request request, @Nullable Throwable failure) {
    if (failure != null && StoreUnavailableException.isBehind(failure)) {
      return request.answer(ResponseHead.BENCODED_UNAVAILABLE, Failures.reason(Failures.TRY_LATER));
    }
    return request.answer(ResponseHead.BENCODED_FAILURE, Failures.reason(Failures.OUR_FAULT));
  }
}
