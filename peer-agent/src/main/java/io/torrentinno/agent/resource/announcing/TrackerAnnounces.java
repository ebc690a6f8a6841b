package io.torrentinno.agent.resource.announcing;

import io.torrentinno.agent.announce.AnnounceFailure;
import io.torrentinno.agent.announce.AnnounceListener;
import io.torrentinno.agent.announce.Announced;
import io.torrentinno.agent.announce.Announcer;
import io.torrentinno.agent.announce.Announcers;
import io.torrentinno.agent.engine.model.SessionEvent;
import io.torrentinno.protocol.announce.AnnounceResponse;
import io.torrentinno.protocol.model.TrackerAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Announces one resource to one tracker, from its making until its announcer is stopped. */
final class TrackerAnnounces implements AnnounceListener {
  private static final Logger log = LoggerFactory.getLogger(TrackerAnnounces.class);

  private final TrackerAddress tracker;
  private final AnnounceSubject subject;
  private final Announcer announcer;
  private volatile @Nullable String failure;

  /** Announces nothing before its announcer is started. */
  TrackerAnnounces(Announcers announcers, TrackerAddress tracker, AnnounceSubject subject) {
    this.tracker = tracker;
    this.subject = subject;
    announcer =
        announcers.newAnnouncer(
            tracker, new Announced(subject.infoHash(), subject.progress(), this));
  }

  Announcer announcer() {
    return announcer;
  }

  /** What the last announce failed with; null when it did not. */
  @Nullable String failure() {
    return failure;
  }

  @Override
  public void answered(AnnounceResponse response) {
    if (failure != null) {
      log.info("{}: the tracker {} answers again", subject.name(), tracker);
      failure = null;
      subject.failureChanged().run();
    }
    pass(response);
  }

  @Override
  public void unlisted(AnnounceResponse response, String why) {
    fail("the tracker " + tracker + " names this peer to nobody: " + why + "; trying again");
    pass(response);
  }

  @Override
  public void failed(AnnounceFailure announceFailure) {
    fail(announceFailure.getMessage());
  }

  private void fail(@Nullable String message) {
    String before = failure;
    failure = message;
    if (before == null) {
      log.warn("{}: {}: {}", subject.name(), tracker, message);
    }
    if (!Objects.equals(before, message)) {
      subject.failureChanged().run();
    }
  }

  private void pass(AnnounceResponse response) {
    if (response.peers().isEmpty()) {
      return; // An idle resource is not woken.
    }
    subject
        .found()
        .accept(
            response.peers().stream()
                .map(peer -> new SessionEvent.PeersFound.Peer(peer.peerId(), peer.address()))
                .toList());
  }
}
