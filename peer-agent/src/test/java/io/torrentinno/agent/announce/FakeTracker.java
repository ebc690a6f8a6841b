package io.torrentinno.agent.announce;

import io.torrentinno.agent.announce.AnnounceFailure.Reason;
import io.torrentinno.protocol.announce.AnnounceEvent;
import io.torrentinno.protocol.announce.AnnounceRequest;
import io.torrentinno.protocol.announce.AnnounceResponse;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A tracker in memory: answers, fails or hangs, and remembers what it was told. */
final class FakeTracker implements TrackerCalls {
  final List<AnnounceRequest> requests = new CopyOnWriteArrayList<>();
  volatile Duration interval = Duration.ofMinutes(10);
  volatile boolean away;
  volatile boolean hangs;

  @Override
  public AnnounceResponse announce(URI tracker, AnnounceRequest request)
      throws AnnounceFailure, InterruptedException {
    requests.add(request);
    if (hangs) {
      new CountDownLatch(1).await();
    }
    if (away) {
      throw new AnnounceFailure(Reason.UNREACHABLE, "away");
    }
    return Requests.response(interval);
  }

  List<AnnounceEvent> events() {
    return requests.stream().map(AnnounceRequest::event).toList();
  }
}
