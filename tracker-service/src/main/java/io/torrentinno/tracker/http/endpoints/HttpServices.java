package io.torrentinno.tracker.http.endpoints;

import io.netty.buffer.ByteBuf;
import io.torrentinno.protocol.announce.AnnounceEvent;
import io.torrentinno.tracker.gateway.AnnounceAccess;
import io.torrentinno.tracker.gateway.AnnounceAccess.Verdict;
import io.torrentinno.tracker.gateway.AnnounceEndpoint;
import io.torrentinno.tracker.gateway.AnnounceGateway;
import io.torrentinno.tracker.gateway.AnnounceOutcome;
import io.torrentinno.tracker.gateway.ProxyAdvice;
import io.torrentinno.tracker.gateway.Shortage;
import io.torrentinno.tracker.gateway.TrustedProxies;
import io.torrentinno.tracker.http.message.CallerHeader;
import io.torrentinno.tracker.http.message.ErrorResponses;
import io.torrentinno.tracker.http.message.HttpFault;
import io.torrentinno.tracker.http.message.Problem;
import io.torrentinno.tracker.http.message.Request;
import io.torrentinno.tracker.http.message.ResponseHead;
import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;

/** Answers the requests of connections. */
public final class HttpServices {
  private static final String TOO_MANY = "Too many requests come from this address.";

  private static final String NO_TOKEN = "This tracker serves only callers with a valid token.";
  private static final String NO_SCOPE = "The token lacks the scope announce.";

  private final AnnounceGateway gateway;
  private final TrustedProxies proxies;
  private final ProxyAdvice advice;
  private final CallerHeader header;
  private final BitTorrentService bitTorrent;
  private final PeersService peers;
  private final BatchService batches;

  /** Services that name the caller to the control plane in a header that only this object knows. */
  public HttpServices(AnnounceGateway gateway, TrustedProxies proxies) {
    this(gateway, proxies, CallerHeader.random());
  }

  /**
   * Services for callers of all kinds.
   *
   * @param header names the caller to the control plane
   */
  public HttpServices(AnnounceGateway gateway, TrustedProxies proxies, CallerHeader header) {
    this.header = header;
    this.gateway = gateway;
    this.proxies = proxies;
    this.advice = new ProxyAdvice(proxies, System::nanoTime);
    this.bitTorrent = new BitTorrentService(gateway);
    this.peers = new PeersService(gateway);
    this.batches = new BatchService(gateway);
  }

  /** The whole answer to a request that is answered here, now or later. */
  public CompletableFuture<ByteBuf> answer(Request request) {
    boolean inJson = request.head().isInJson();
    if (request.passedOn()) {
      advice.unknownProxy(request.caller());
    }
    if (!gateway
        .rates()
        .admits(inJson ? AnnounceEndpoint.JSON : AnnounceEndpoint.HTTP, request.caller())) {
      advice.throttled(request.caller());
      return CompletableFuture.completedFuture(throttled(request, inJson));
    }
    AnnounceAccess access = gateway.access();
    if (!access.isOpen()) {
      AnnounceEndpoint endpoint = inJson ? AnnounceEndpoint.JSON : AnnounceEndpoint.HTTP;
      Verdict verdict = access.check(endpoint, request.head().token());
      if (verdict != Verdict.ALLOWED) {
        return CompletableFuture.completedFuture(denied(request, inJson, verdict));
      }
    }
    if (request.head().isHead()) {
      return CompletableFuture.completedFuture(request.answerToHead());
    }
    return switch (request.head().target()) {
      case ANNOUNCE -> bitTorrent.announce(request);
      case SCRAPE -> bitTorrent.scrape(request);
      case PEERS -> peers.announce(request);
      case BATCH -> batches.announce(request);
      case OTHER ->
          throw new IllegalArgumentException("this request is not answered on the event loop");
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

  private static ByteBuf denied(Request request, boolean inJson, Verdict verdict) {
    boolean unknown = verdict == Verdict.UNAUTHORIZED;
    String detail = unknown ? NO_TOKEN : NO_SCOPE;
    if (!inJson) {
      return request.answer(
          unknown ? ResponseHead.BENCODED_UNAUTHORIZED : ResponseHead.BENCODED_FORBIDDEN,
          ErrorResponses.reason(detail));
    }
    ResponseHead head = unknown ? ResponseHead.UNAUTHORIZED : ResponseHead.FORBIDDEN;
    Problem problem = unknown ? Problem.UNAUTHORIZED : Problem.FORBIDDEN;
    return request.answer(head, ErrorResponses.problem(problem, head.status(), detail));
  }

  /**
   * Counts a request to the control plane, and returns whether it may be served.
   *
   * @param passedOn whether {@code caller} may be the address of a proxy
   */
  public boolean admitsToControlPlane(InetAddress caller, boolean passedOn) {
    if (passedOn) {
      advice.unknownProxy(caller);
    }
    boolean admitted = gateway.rates().admitsToControlPlane(caller);
    if (!admitted) {
      advice.throttled(caller);
    }
    return admitted;
  }

  /** The refusal of a caller that sends too many requests. */
  public static HttpFault tooMany() {
    return new HttpFault(ResponseHead.THROTTLED, Problem.TOO_MANY_REQUESTS, TOO_MANY);
  }

  public CallerHeader header() {
    return header;
  }

  /** Counts a request that was refused before it was complete, unless it is counted elsewhere. */
  public void countRefused(boolean inJson, Problem problem) {
    if (problem == Problem.BUSY || problem == Problem.TOO_MANY_REQUESTS) {
      return;
    }
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
