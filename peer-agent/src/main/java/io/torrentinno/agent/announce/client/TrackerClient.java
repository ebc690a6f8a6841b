package io.torrentinno.agent.announce.client;

import io.torrentinno.agent.announce.AnnounceFailure;
import io.torrentinno.agent.announce.AnnounceFailure.Reason;
import io.torrentinno.agent.announce.TrackerCalls;
import io.torrentinno.agent.announce.http.HttpFailure;
import io.torrentinno.agent.announce.http.HttpRequest;
import io.torrentinno.agent.announce.http.HttpResponse;
import io.torrentinno.agent.announce.http.TrackerHttp;
import io.torrentinno.agent.outgoing.OutgoingGuard;
import io.torrentinno.protocol.announce.AnnounceException;
import io.torrentinno.protocol.announce.AnnounceReader;
import io.torrentinno.protocol.announce.AnnounceRequest;
import io.torrentinno.protocol.announce.AnnounceResponse;
import io.torrentinno.protocol.announce.AnnounceWriter;
import io.torrentinno.protocol.announce.AnnouncedPeer;
import io.torrentinno.protocol.announce.batch.BatchReader;
import io.torrentinno.protocol.announce.batch.BatchRequest;
import io.torrentinno.protocol.announce.batch.BatchResponse;
import io.torrentinno.protocol.announce.batch.BatchWriter;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Sends {@code POST /peers} and {@code POST /peers/batch} ({@code specs/tracker.md}). One client
 * serves all resources and trackers. Safe for use by several threads.
 */
public final class TrackerClient implements TrackerCalls {
  private static final int OK = 200;

  /** The answer of a tracker to a batch, in the form of answers to its single announces. */
  private static final Set<Integer> NOT_ABOUT_BATCHES = Set.of(401, 403, 429);

  private final TrackerHttp http;
  private final OutgoingGuard guard;

  /**
   * A client that uses {@code http}.
   *
   * @param http closed by the caller
   * @param guard decides which of the peers that a tracker names are passed on
   */
  public TrackerClient(TrackerHttp http, OutgoingGuard guard) {
    this.http = http;
    this.guard = guard;
  }

  @Override
  public CompletableFuture<AnnounceResponse> announce(URI tracker, AnnounceRequest request) {
    return send(
        tracker,
        HttpRequest.post("/peers", AnnounceWriter.write(request)),
        answer -> read(answer, request));
  }

  @Override
  public CompletableFuture<Optional<BatchResponse>> announce(URI tracker, BatchRequest batch) {
    return send(
        tracker,
        HttpRequest.post("/peers/batch", BatchWriter.write(batch)),
        answer -> read(answer, batch));
  }

  private interface Reader<T> {
    T read(HttpResponse answer) throws AnnounceFailure, AnnounceException;
  }

  private <T> CompletableFuture<T> send(URI tracker, HttpRequest request, Reader<T> reader) {
    CompletableFuture<T> response = new CompletableFuture<>();
    CompletableFuture<HttpResponse> call = http.send(tracker, request);
    call.whenComplete((answer, failure) -> {
      try {
        if (failure != null) {
          response.completeExceptionally(failure(failure));
        } else {
          response.complete(reader.read(answer));
        }
      } catch (AnnounceException e) {
        response.completeExceptionally(
            new AnnounceFailure(
                Reason.MALFORMED, "the answer is not a tracker's: " + e.getMessage(), e));
      } catch (AnnounceFailure | RuntimeException | Error e) { // The caller waits for it.
        response.completeExceptionally(e);
      }
    });
    response.whenComplete((_, _) -> call.cancel(false)); // no effect on a call that has ended
    return response;
  }

  private static Throwable failure(Throwable cause) {
    if (!(cause instanceof HttpFailure failure)) {
      return cause;
    }
    Reason reason =
        switch (failure.reason()) {
          case UNREACHABLE -> Reason.UNREACHABLE;
          case MALFORMED -> Reason.MALFORMED;
          case FORBIDDEN -> Reason.FORBIDDEN;
        };
    return new AnnounceFailure(reason, String.valueOf(failure.getMessage()), failure);
  }

  private AnnounceResponse read(HttpResponse answer, AnnounceRequest request)
      throws AnnounceFailure, AnnounceException {
    if (answer.status() != OK) {
      throw ErrorResponses.from(answer);
    }
    AnnounceResponse response = AnnounceReader.readResponse(answer.body().toArray());
    if (!response.infoHash().equals(request.infoHash())) {
      throw new AnnounceFailure(Reason.MALFORMED, "the answer is for another resource");
    }
    List<AnnouncedPeer> admitted =
        response.peers().stream()
            .filter(peer -> guard.admits(peer.peerId(), peer.address(), answer.server()))
            .toList();
    return new AnnounceResponse(
        response.infoHash(), admitted, response.interval(), response.size());
  }

  private Optional<BatchResponse> read(HttpResponse answer, BatchRequest batch)
      throws AnnounceFailure, AnnounceException {
    if (answer.status() / 100 == 4 && !NOT_ABOUT_BATCHES.contains(answer.status())) {
      return Optional.empty();
    }
    if (answer.status() != OK) {
      throw ErrorResponses.from(answer);
    }
    BatchResponse response = BatchReader.readResponse(answer.body().toArray());
    if (response.results().size() != batch.entries().size()) {
      throw new AnnounceFailure(Reason.MALFORMED, "the answer is for another batch");
    }
    return Optional.of(
        new BatchResponse(
            response.interval(),
            response.results().stream().map(result -> admitted(result, answer)).toList()));
  }

  private BatchResponse.Result admitted(BatchResponse.Result result, HttpResponse answer) {
    return new BatchResponse.Result(
        result.unlisted(),
        result.size(),
        result.peers().stream()
            .filter(peer -> guard.admits(peer.peerId(), peer.address(), answer.server()))
            .toList());
  }
}
