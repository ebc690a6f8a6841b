package io.torrentinno.agent.announce;

import io.torrentinno.agent.announce.AnnounceFailure.Reason;
import io.torrentinno.protocol.announce.AnnounceEvent;
import io.torrentinno.protocol.announce.AnnounceRequest;
import io.torrentinno.protocol.announce.AnnounceResponse;
import io.torrentinno.protocol.announce.SwarmSize;
import io.torrentinno.protocol.announce.batch.BatchRequest;
import io.torrentinno.protocol.announce.batch.BatchResponse;
import io.torrentinno.protocol.model.InfoHash;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A tracker in memory: answers, fails or hangs, and remembers what it was told. */
final class FakeTracker implements TrackerCalls {
  /** Single ones. */
  final List<AnnounceRequest> requests = new CopyOnWriteArrayList<>();

  final List<BatchRequest> batches = new CopyOnWriteArrayList<>();

  /** Those that hang. */
  final List<CompletableFuture<?>> calls = new CopyOnWriteArrayList<>();

  volatile Duration interval = Duration.ofMinutes(10);
  volatile boolean away;
  volatile boolean hangs;
  volatile boolean knowsBatches = true;

  /** Resources in which batches say that the peer is not listed, and why. */
  final Map<InfoHash, String> unlisted = new ConcurrentHashMap<>();

  @Override
  public CompletableFuture<AnnounceResponse> announce(URI tracker, AnnounceRequest request) {
    requests.add(request);
    return answer(
        new AnnounceResponse(request.infoHash(), List.of(), interval, new SwarmSize(1, 1)));
  }

  @Override
  public CompletableFuture<Optional<BatchResponse>> announce(URI tracker, BatchRequest batch) {
    batches.add(batch);
    if (!knowsBatches) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    return answer(
        Optional.of(
            new BatchResponse(interval, batch.entries().stream().map(this::result).toList())));
  }

  private BatchResponse.Result result(BatchRequest.Entry entry) {
    return new BatchResponse.Result(unlisted.get(entry.infoHash()), new SwarmSize(1, 1), List.of());
  }

  private <T> CompletableFuture<T> answer(T answer) {
    if (hangs) {
      CompletableFuture<T> call = new CompletableFuture<>();
      calls.add(call);
      return call;
    }
    return away
        ? CompletableFuture.failedFuture(new AnnounceFailure(Reason.UNREACHABLE, "away"))
        : CompletableFuture.completedFuture(answer);
  }

  List<AnnounceEvent> events() {
    return requests.stream().map(AnnounceRequest::event).toList();
  }
}
