package io.torrentinno.tracker.http.endpoints;

import io.netty.buffer.ByteBuf;
import io.torrentinno.protocol.announce.AnnounceEvent;
import io.torrentinno.protocol.announce.AnnounceException;
import io.torrentinno.protocol.announce.AnnounceReader;
import io.torrentinno.protocol.announce.AnnounceRequest;
import io.torrentinno.protocol.announce.PeerDetails;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.tracker.gateway.AnnounceEndpoint;
import io.torrentinno.tracker.gateway.AnnounceEvents;
import io.torrentinno.tracker.gateway.AnnounceGateway;
import io.torrentinno.tracker.gateway.AnnounceOutcome;
import io.torrentinno.tracker.http.message.ErrorResponses;
import io.torrentinno.tracker.http.message.HttpFault;
import io.torrentinno.tracker.http.message.Problem;
import io.torrentinno.tracker.http.message.Request;
import io.torrentinno.tracker.http.message.ResponseHead;
import io.torrentinno.tracker.swarm.StoreUnavailableException;
import io.torrentinno.tracker.swarm.model.AddressFamilies;
import io.torrentinno.tracker.swarm.model.Announce;
import io.torrentinno.tracker.swarm.model.PeerRequest;
import io.torrentinno.tracker.swarm.model.Proof;
import io.torrentinno.tracker.swarm.model.SwarmPeer;
import io.torrentinno.tracker.swarm.model.Zone;
import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** {@code POST /peers}, for TI/1 and TI/2 clients alike. */
final class PeersService {
  private final AnnounceGateway gateway;

  PeersService(AnnounceGateway gateway) {
    this.gateway = gateway;
  }

  CompletableFuture<ByteBuf> announce(Request request) {
    long began = System.nanoTime();
    AnnounceRequest said;
    Announce announce;
    try {
      said = AnnounceReader.readRequest(request.body());
      announce =
          announce(
              said,
              address(said.address(), request.caller(), 1),
              proof(request.caller(), said.details()));
    } catch (AnnounceException e) {
      return refused(request, began, new HttpFault(problem(e), e.getMessage()));
    } catch (HttpFault e) {
      return refused(request, began, e);
    }
    return request.then(
        gateway.announce(announce),
        (answer, failure) -> {
          ByteBuf response =
              answer != null
                  ? request.answer(ResponseHead.JSON, JsonAnswer.write(announce.swarm(), answer))
                  : failed(request, failure);
          gateway.count(AnnounceEndpoint.JSON, said.event(), answer, failure, began);
          return response;
        });
  }

  /** Answers a wrong request, and counts it. */
  CompletableFuture<ByteBuf> refused(Request request, long began, HttpFault fault) {
    gateway
        .metrics()
        .record(AnnounceEndpoint.JSON, AnnounceEvent.NONE, AnnounceOutcome.INVALID, began);
    return CompletableFuture.completedFuture(
        problem(request, ResponseHead.INVALID, fault.problem(), fault.detail()));
  }

  /**
   * The address under which a peer is listed.
   *
   * @param said the address that the peer names
   * @param announces the number of announces in the request
   */
  PeerAddress address(PeerAddress said, InetAddress caller, int announces) throws HttpFault {
    InetAddress address =
        gateway.addresses().choose(AnnounceEndpoint.JSON, said.ip(), caller, announces);
    if (address == null) {
      throw new HttpFault(Problem.INVALID_FIELD, "publicIp is not the address of the caller");
    }
    return new PeerAddress(address, said.port());
  }

  /** A peer that does not say how much it lacks, as TI/1 peers, counts as a leecher. */
  static Announce announce(AnnounceRequest said, PeerAddress listens, Proof proof) {
    boolean seeder =
        said.progress().isComplete()
            || (said.event() == AnnounceEvent.COMPLETED && said.progress().left().isEmpty());
    return new Announce(
        said.infoHash(),
        new SwarmPeer(said.peerId(), listens, seeder, Zone.of(said.details().zone())),
        AnnounceEvents.kind(said.event()),
        new PeerRequest(said.numWant(), AddressFamilies.BOTH, /* ids= */ true),
        proof);
  }

  /** The proof of the owner of listings that these announces make. */
  static Proof proof(InetAddress caller, PeerDetails details) {
    return Proof.of(caller).withKey(details.key().value());
  }

  static Problem problem(AnnounceException e) {
    return switch (e.reason()) {
      case MALFORMED_JSON -> Problem.MALFORMED_JSON;
      case MISSING_FIELD -> Problem.MISSING_FIELD;
      case DUPLICATE_FIELD -> Problem.DUPLICATE_FIELD;
      case INVALID_FIELD -> Problem.INVALID_FIELD;
    };
  }

  /** The answer to a request that failed in the store. */
  static ByteBuf failed(Request request, @Nullable Throwable failure) {
    if (failure != null && StoreUnavailableException.isBehind(failure)) {
      return problem(
          request, ResponseHead.UNAVAILABLE, Problem.STORE_UNAVAILABLE, ErrorResponses.TRY_LATER);
    }
    return problem(request, ResponseHead.FAILURE, Problem.INTERNAL_ERROR, ErrorResponses.OUR_FAULT);
  }

  private static ByteBuf problem(
      Request request, ResponseHead head, Problem problem, String detail) {
    return request.answer(head, ErrorResponses.problem(problem, head.status(), detail));
  }
}
