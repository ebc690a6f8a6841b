package io.torrentinno.tracker.http.endpoints;

import io.netty.buffer.ByteBuf;
import io.torrentinno.protocol.announce.AnnounceEvent;
import io.torrentinno.tracker.gateway.AnnounceEndpoint;
import io.torrentinno.tracker.gateway.AnnounceGateway;
import io.torrentinno.tracker.gateway.AnnounceOutcome;
import io.torrentinno.tracker.gateway.Shortage;
import io.torrentinno.tracker.gateway.TrustedProxies;
import io.torrentinno.tracker.http.message.ErrorResponses;
import io.torrentinno.tracker.http.message.Problem;
import io.torrentinno.tracker.http.message.Request;
import io.torrentinno.tracker.http.message.ResponseHead;
import java.util.concurrent.CompletableFuture;

/** Answers the requests of connections. */
public final class HttpServices {
  private static final String TOO_MANY = "Too many requests come from this address.";

  private final AnnounceGateway gateway;
  private final TrustedProxies proxies;
  private final BitTorrentService bitTorrent;
  private final PeersService peers;
  private final BatchService batches;

  public HttpServices(AnnounceGateway gateway, TrustedProxies proxies) {
    this.gateway = gateway;
    this.proxies = proxies;
    this.bitTorrent = new BitTorrentService(gateway);
    this.peers = new PeersService(gateway);
    this.batches = new BatchService(gateway);
  }

  /** The whole answer to a request that is answered here, now or later. */
  public CompletableFuture<ByteBuf> answer(Request request) {
    boolean inJson = request.head().isInJson();
    if (!gateway
        .rates()
        .admits(inJson ? AnnounceEndpoint.JSON : AnnounceEndpoint.HTTP, request.caller())) {
      return CompletableFuture.completedFuture(throttled(request, inJson));
    }
    if (request.head().isHead()) {
      return CompletableFuture.completedFuture(request.answerToHead());
    }
    return switch (request.head().target()) {
      case ANNOUNCE -> bitTorrent.announce(request);
      case SCRAPE -> bitTorrent.scrape(request);
      case PEERS -> peers.announce(request);
      case BATCH -> batches.announce(request);
      case OTHER -> throw new IllegalArgumentException("not answered here");
    };
  }

  private static ByteBuf throttled(Request request, boolean inJson) {
    return inJson
        ? request.answer(
            ResponseHead.THROTTLED,
            ErrorResponses.problem(
                Problem.TOO_MANY_REQUESTS, ResponseHead.THROTTLED.status(), TOO_MANY))
        : request.answer(ResponseHead.BENCODED_THROTTLED, ErrorResponses.reason(TOO_MANY));
  }

  /** Counts a request that was refused before it was complete. */
  public void countRefused(boolean inJson, Problem problem) {
    AnnounceEndpoint endpoint = inJson ? AnnounceEndpoint.JSON : AnnounceEndpoint.HTTP;
    gateway
        .metrics()
        .record(endpoint, AnnounceEvent.NONE, AnnounceOutcome.INVALID, System.nanoTime());
    if (problem == Problem.HEAD_TOO_LARGE || problem == Problem.BODY_TOO_LARGE) {
      gateway.metrics().countOversized(endpoint);
    }
  }

  /** Counts a connection or a request that was refused. */
  public void countBusy(Shortage of) {
    gateway.metrics().countBusy(of);
  }

  public TrustedProxies proxies() {
    return proxies;
  }
}
