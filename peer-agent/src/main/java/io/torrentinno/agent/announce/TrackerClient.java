package io.torrentinno.agent.announce;

import io.torrentinno.agent.announce.AnnounceFailure.Reason;
import io.torrentinno.protocol.announce.AnnounceException;
import io.torrentinno.protocol.announce.AnnounceReader;
import io.torrentinno.protocol.announce.AnnounceRequest;
import io.torrentinno.protocol.announce.AnnounceResponse;
import io.torrentinno.protocol.announce.AnnounceWriter;
import io.torrentinno.protocol.model.InfoHash;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Speaks {@code POST /peers} ({@code specs/tracker.md}) over HTTP/1.1, plain as trackers do. One
 * client serves all resources and trackers; safe for use by several threads.
 */
public final class TrackerClient implements TrackerCalls, AutoCloseable {
  private static final int OK = 200;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ConcurrentMap<URI, TrackerLine> lines = new ConcurrentHashMap<>();

  @Override
  public CompletableFuture<AnnounceResponse> announce(URI tracker, AnnounceRequest request) {
    CompletableFuture<AnnounceResponse> response = new CompletableFuture<>();
    CompletableFuture<HttpAnswer> call =
        lines
            .computeIfAbsent(tracker, it -> new TrackerLine(it, threads))
            .post(AnnounceWriter.write(request));
    call.whenComplete((answer, failure) -> {
      try {
        if (failure != null) {
          response.completeExceptionally(failure);
        } else {
          response.complete(read(answer, request.infoHash()));
        }
      } catch (AnnounceFailure | RuntimeException e) {
        response.completeExceptionally(e);
      }
    });
    response.whenComplete((_, _) -> call.cancel(false)); // No effect on one that is done.
    return response;
  }

  private static AnnounceResponse read(HttpAnswer answer, InfoHash infoHash)
      throws AnnounceFailure {
    if (answer.status() != OK) {
      throw Refusals.from(answer);
    }
    try {
      AnnounceResponse response = AnnounceReader.readResponse(answer.body().toArray());
      if (!response.infoHash().equals(infoHash)) {
        throw new AnnounceFailure(Reason.MALFORMED, "the answer is for another resource");
      }
      return response;
    } catch (AnnounceException e) {
      throw new AnnounceFailure(Reason.MALFORMED, "no tracker's answer: " + e.getMessage(), e);
    }
  }

  /** Ends what is under way, as a failure. */
  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
  }
}
