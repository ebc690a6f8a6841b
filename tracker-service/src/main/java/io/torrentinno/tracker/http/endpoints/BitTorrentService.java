package io.torrentinno.tracker.http.endpoints;

import io.netty.buffer.ByteBuf;
import io.torrentinno.protocol.announce.AnnounceEvent;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.tracker.gateway.AnnounceEndpoint;
import io.torrentinno.tracker.gateway.AnnounceEvents;
import io.torrentinno.tracker.gateway.AnnounceGateway;
import io.torrentinno.tracker.gateway.AnnounceOutcome;
import io.torrentinno.tracker.http.message.AsciiBytes;
import io.torrentinno.tracker.http.message.ErrorResponses;
import io.torrentinno.tracker.http.message.HttpFault;
import io.torrentinno.tracker.http.message.Problem;
import io.torrentinno.tracker.http.message.QueryValues;
import io.torrentinno.tracker.http.message.Request;
import io.torrentinno.tracker.http.message.RequestHead;
import io.torrentinno.tracker.http.message.ResponseHead;
import io.torrentinno.tracker.swarm.StoreUnavailableException;
import io.torrentinno.tracker.swarm.model.AddressFamilies;
import io.torrentinno.tracker.swarm.model.Announce;
import io.torrentinno.tracker.swarm.model.PeerRequest;
import io.torrentinno.tracker.swarm.model.Proof;
import io.torrentinno.tracker.swarm.model.SwarmCounts;
import io.torrentinno.tracker.swarm.model.SwarmPeer;
import io.torrentinno.tracker.swarm.model.Zone;
import java.net.InetAddress;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** {@code GET /announce} and {@code GET /scrape}. */
final class BitTorrentService {
  private static final int MOST_SCRAPED = 74;

  /** The port of a peer that is not listed. */
  private static final int NO_PORT = 1;

  private static final byte[] INFO_HASH = AsciiBytes.of("info_hash");

  private final AnnounceGateway gateway;

  BitTorrentService(AnnounceGateway gateway) {
    this.gateway = gateway;
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
      gateway
          .metrics()
          .record(AnnounceEndpoint.HTTP, AnnounceEvent.NONE, AnnounceOutcome.INVALID, began);
      return CompletableFuture.completedFuture(invalid(request, e));
    }
    return request.then(
        gateway.announce(announce),
        (answer, failure) -> {
          ByteBuf response =
              answer != null
                  ? request.answer(ResponseHead.BENCODED, Bencode.announce(query, answer))
                  : failed(request, failure);
          gateway.count(AnnounceEndpoint.HTTP, query.event(), answer, failure, began);
          return response;
        });
  }

  private Announce announce(AnnounceQuery query, InetAddress caller) throws HttpFault {
    InetAddress address = gateway.addresses().choose(AnnounceEndpoint.HTTP, query.stated(), caller);
    if (address == null) {
      throw new HttpFault(Problem.INVALID_FIELD, "ip is not the address of the caller");
    }
    return new Announce(
        new InfoHash(query.infoHash()),
        new SwarmPeer(
            new PeerId(query.peerId()),
            new PeerAddress(address, query.port() == 0 ? NO_PORT : query.port()),
            query.isSeeder(),
            Zone.NONE),
        AnnounceEvents.kind(query.event(), query.port()),
        new PeerRequest(query.wanted(), AddressFamilies.BOTH, !query.compact() && query.withIds()),
        Proof.of(caller).withKey(query.key()));
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
          swarms.computeIfAbsent(swarm, gateway.tracker()::scrape);
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
            AnnounceGateway.logScrape(failure);
            return failed(request, failure);
          }
          SequencedMap<InfoHash, SwarmCounts> counts = new TreeMap<>();
          swarms.forEach((swarm, future) -> counts.put(swarm, future.resultNow()));
          return request.answer(ResponseHead.BENCODED, Bencode.scrape(counts));
        });
  }

  /** BEP 3 answers wrong requests with status 200. */
  private static ByteBuf invalid(Request request, HttpFault fault) {
    return request.answer(ResponseHead.BENCODED, ErrorResponses.reason(fault.detail()));
  }

  private static ByteBuf failed(Request request, @Nullable Throwable failure) {
    if (failure != null && StoreUnavailableException.isBehind(failure)) {
      return request.answer(
          ResponseHead.BENCODED_UNAVAILABLE, ErrorResponses.reason(ErrorResponses.TRY_LATER));
    }
    return request.answer(
        ResponseHead.BENCODED_FAILURE, ErrorResponses.reason(ErrorResponses.OUR_FAULT));
  }
}
