package io.torrentinno.tracker.http;

import io.netty.buffer.ByteBuf;
import io.torrentinno.protocol.announce.AnnounceEvent;
import io.torrentinno.tracker.door.Door;
import io.torrentinno.tracker.door.Outcome;
import io.torrentinno.tracker.door.Reception;
import io.torrentinno.tracker.door.TrustedProxies;
import java.util.concurrent.CompletableFuture;

/** What connections bring their requests to. */
final class HttpServices {
  private static final String TOO_MANY = "Too many requests come from this address.";

  private final Reception reception;
  private final TrustedProxies proxies;
  private final BitTorrentService bitTorrent;
  private final PeersService peers;
  private final BatchService batches;

  HttpServices(Reception reception, TrustedProxies proxies) {
    this.reception = reception;
    this.proxies = proxies;
    this.bitTorrent = new BitTorrentService(reception);
    this.peers = new PeersService(reception);
    this.batches = new BatchService(reception);
  }

  /** The whole answer to a request that is answered here, now or later. */
  CompletableFuture<ByteBuf> answer(Request request) {
    boolean inJson = request.head().isInJson();
    if (!reception.rates().admits(inJson ? Door.JSON : Door.HTTP, request.caller())) {
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
            Failures.problem(Problem.TOO_MANY_REQUESTS, ResponseHead.THROTTLED.status(), TOO_MANY))
        : request.answer(ResponseHead.BENCODED_THROTTLED, Failures.reason(TOO_MANY));
  }

  /** Counts a request that was refused before it was whole. */
  void countRefused(boolean inJson, Problem problem) {
    Door door = inJson ? Door.JSON : Door.HTTP;
    reception.metrics().record(door, AnnounceEvent.NONE, Outcome.INVALID, System.nanoTime());
    if (problem == Problem.HEAD_TOO_LARGE || problem == Problem.BODY_TOO_LARGE) {
      reception.metrics().countOversized(door);
    }
  }

  TrustedProxies proxies() {
    return proxies;
  }
}
