package io.torrentinno.agent.resource.announcing;

import io.torrentinno.agent.announce.AnnounceFailure;
import io.torrentinno.agent.announce.AnnounceListener;
import io.torrentinno.agent.announce.Announced;
import io.torrentinno.agent.announce.Announcer;
import io.torrentinno.agent.announce.Announcers;
import io.torrentinno.agent.announce.TrackerOutages;
import io.torrentinno.agent.engine.model.SessionEvent;
import io.torrentinno.agent.resource.view.trackers.TrackerStatus;
import io.torrentinno.protocol.announce.AnnounceResponse;
import io.torrentinno.protocol.announce.SwarmSize;
import io.torrentinno.protocol.model.TrackerAddress;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Announces one resource to one tracker, until its announcer is stopped. */
final class TrackerAnnounces implements AnnounceListener {
  private static final Logger log = LoggerFactory.getLogger(TrackerAnnounces.class);

  private final TrackerAddress tracker;
  private final AnnounceSubject subject;
  private final Runnable failureChanged;
  private final TrackerOutages outages;
  private final Announcer announcer;
  private volatile @Nullable String failure;
  private volatile @Nullable Answer answer;

  /** The last answer, and when it came. */
  private record Answer(long at, int peers, @Nullable SwarmSize known) {}

  /**
   * Announces that begin when the announcer is started.
   *
   * @param failureChanged called when {@link #failure} has changed
   */
  TrackerAnnounces(
      Announcers announcers,
      TrackerAddress tracker,
      AnnounceSubject subject,
      Runnable failureChanged) {
    this.tracker = tracker;
    this.subject = subject;
    this.failureChanged = failureChanged;
    outages = announcers.outages();
    announcer =
        announcers.newAnnouncer(
            tracker, new Announced(subject.infoHash(), subject.progress(), this));
  }

  TrackerAddress tracker() {
    return tracker;
  }

  TrackerStatus status(boolean fallback) {
    Answer last = answer;
    return new TrackerStatus(
        tracker,
        fallback,
        failure,
        last == null
            ? null
            : new TrackerStatus.Answer(
                Duration.ofNanos(System.nanoTime() - last.at), last.peers, last.known));
  }

  /** How many peers the tracker knows; null when it did not say. */
  @Nullable SwarmSize known() {
    Answer last = answer;
    return last == null ? null : last.known;
  }

  Announcer announcer() {
    return announcer;
  }

  /** The failure of the last announce; null when there was none. */
  @Nullable String failure() {
    return failure;
  }

  @Override
  public void answered(AnnounceResponse response) {
    if (failure != null) {
      outages.answered(tracker);
      log.debug("{}: the tracker {} answers again", subject.name(), tracker);
      failure = null;
      failureChanged.run();
    }
    pass(response);
  }

  @Override
  public void unlisted(AnnounceResponse response, String why) {
    fail("the tracker " + tracker + " does not list this agent: " + why + "; trying again");
    pass(response);
  }

  @Override
  public void failed(AnnounceFailure announceFailure) {
    if (announceFailure.reason() == AnnounceFailure.Reason.FORBIDDEN) {
      note(announceFailure.getMessage()); // logged once for each target, where it was refused
    } else if (announceFailure.isOutage()) {
      if (failure == null) {
        outages.failed(tracker, subject.name(), announceFailure);
      }
      note(announceFailure.getMessage());
    } else {
      fail(announceFailure.getMessage());
    }
  }

  private void fail(@Nullable String message) {
    if (failure == null) {
      log.warn("{}: {}: {}", subject.name(), tracker, message);
    }
    note(message);
  }

  private void note(@Nullable String message) {
    String before = failure;
    failure = message;
    if (!Objects.equals(before, message)) {
      failureChanged.run();
    }
  }

  private void pass(AnnounceResponse response) {
    answer = new Answer(System.nanoTime(), response.peers().size(), response.size());
    if (response.peers().isEmpty()) {
      return; // An idle resource is not woken.
    }
    boolean leechers = subject.progress().get().isComplete() && response.listsAllLeechers();
    subject
        .found()
        .accept(
            new SessionEvent.PeersFound(
                response.peers().stream()
                    .map(peer ->
                        new SessionEvent.PeersFound.Peer(peer.peerId(), peer.address(), leechers))
                    .toList(),
                tracker.toString()));
  }
}
