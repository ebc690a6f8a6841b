package io.torrentinno.agent.announce;

import io.torrentinno.agent.announce.AnnounceFailure.Reason;
import io.torrentinno.protocol.announce.AnnounceEvent;
import io.torrentinno.protocol.announce.AnnounceRequest;
import io.torrentinno.protocol.announce.AnnounceResponse;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** A tracker in memory: answers, fails or hangs, and remembers what it was told. */
final class FakeTracker implements TrackerCalls {
  final List<AnnounceRequest> requests = new CopyOnWriteArrayList<>();

  /** Those that hang. */
  final List<CompletableFuture<AnnounceResponse>> calls = new CopyOnWriteArrayList<>();

  volatile Duration interval = Duration.ofMinutes(10);
  volatile boolean away;
  volatile boolean hangs;

  @Override
  public CompletableFuture<AnnounceResponse> announce(URI tracker, AnnounceRequest request) {
    requests.add(request);
    if (hangs) {
      CompletableFuture<AnnounceResponse> call = new CompletableFuture<>();
      calls.add(call);
      return call;
    }
    return away
        ? CompletableFuture.failedFuture(new AnnounceFailure(Reason.UNREACHABLE, "away"))
        : CompletableFuture.completedFuture(Requests.response(interval));
  }

  List<AnnounceEvent> events() {
    return requests.stream().map(AnnounceRequest::event).toList();
  }
}
