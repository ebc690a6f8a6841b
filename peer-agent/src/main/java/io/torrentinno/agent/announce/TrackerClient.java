package io.torrentinno.agent.announce;

import io.torrentinno.agent.announce.AnnounceFailure.Reason;
import io.torrentinno.protocol.announce.AnnounceException;
import io.torrentinno.protocol.announce.AnnounceReader;
import io.torrentinno.protocol.announce.AnnounceRequest;
import io.torrentinno.protocol.announce.AnnounceResponse;
import io.torrentinno.protocol.announce.AnnounceWriter;
import io.torrentinno.protocol.model.InfoHash;
import java.net.URI;
import java.time.Duration;
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
  private static final Duration KEEP = Duration.ofSeconds(30);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ConcurrentMap<URI, TrackerConnectionPool> lines = new ConcurrentHashMap<>();
  private final TrackerConnectionPool.Setup setup;

  /** Has called nobody yet. */
  public TrackerClient() {
    this(KEEP, PipelinedConnection.Timeouts.USUAL);
  }

  /**
   * Has called nobody yet.
   *
   * @param keep how long a connection to a tracker is kept that nobody uses
   */
  TrackerClient(Duration keep, PipelinedConnection.Timeouts timeouts) {
    setup = new TrackerConnectionPool.Setup(threads, keep, timeouts, this::drop);
  }

  @Override
  public CompletableFuture<AnnounceResponse> announce(URI tracker, AnnounceRequest request) {
    CompletableFuture<AnnounceResponse> response = new CompletableFuture<>();
    TrackerConnectionPool.Call call = new TrackerConnectionPool.Call(AnnounceWriter.write(request));
    // Within compute: a line that is in use by then is not dropped.
    lines.compute(
        tracker,
        (_, known) -> {
          TrackerConnectionPool line =
              known == null ? new TrackerConnectionPool(tracker, setup) : known;
          line.post(call);
          return line;
        });
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

  private void drop(URI tracker) {
    lines.computeIfPresent(tracker, (_, line) -> line.isUnused() ? null : line);
  }

  /** How many trackers there are connections to, or were a moment ago. */
  int lines() {
    return lines.size();
  }

  private static AnnounceResponse read(HttpResponse answer, InfoHash infoHash)
      throws AnnounceFailure {
    if (answer.status() != OK) {
      throw ErrorResponses.from(answer);
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
