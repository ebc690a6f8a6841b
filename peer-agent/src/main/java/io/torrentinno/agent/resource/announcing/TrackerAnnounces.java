package io.torrentinno.agent.resource.announcing;

import io.torrentinno.agent.announce.AnnounceContext;
import io.torrentinno.agent.announce.AnnounceFailure;
import io.torrentinno.agent.announce.AnnounceListener;
import io.torrentinno.agent.announce.Announcer;
import io.torrentinno.agent.announce.LocalAddresses;
import io.torrentinno.agent.engine.model.SessionEvent;
import io.torrentinno.protocol.announce.AnnounceEvent;
import io.torrentinno.protocol.announce.AnnounceRequest;
import io.torrentinno.protocol.announce.AnnounceResponse;
import io.torrentinno.protocol.announce.AnnouncedPeer;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.TrackerAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Announces one resource to one tracker, from its making until its announcer is stopped. */
final class TrackerAnnounces implements AnnounceListener {
  private static final Logger log = LoggerFactory.getLogger(TrackerAnnounces.class);

  private final TrackerAccess access;
  private final TrackerAddress tracker;
  private final SwarmAnnounces.Subject subject;
  private final Announcer announcer;
  private volatile @Nullable String failure;

  /** Announces nothing before its announcer is started. */
  TrackerAnnounces(
      TrackerAccess access,
      TrackerAddress tracker,
      SwarmAnnounces.Subject subject,
      Announcer.Alarm alarm) {
    this.access = access;
    this.tracker = tracker;
    this.subject = subject;
    announcer =
        new Announcer(
            new AnnounceContext(
                access.client(), tracker.toUri(), this::request, this, access.observer()),
            alarm);
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
    subject
        .found()
        .accept(
            response.peers().stream()
                .map(peer -> new SessionEvent.PeersFound.Peer(peer.peerId(), peer.address()))
                .toList());
  }

  @Override
  public void failed(AnnounceFailure announceFailure) {
    if (failure == null) {
      log.warn("{}: {}: {}", subject.name(), tracker, announceFailure.getMessage());
    }
    String before = failure;
    failure = announceFailure.getMessage();
    if (!Objects.equals(before, failure)) {
      subject.failureChanged().run();
    }
  }

  private AnnounceRequest request() {
    AnnouncedPeer self =
        new AnnouncedPeer(
            access.identity().self(),
            subject.infoHash(),
            new PeerAddress(ownAddress(), access.identity().listenPort()));
    return new AnnounceRequest(
        self, AnnounceEvent.NONE, subject.progress().get(), OptionalInt.empty(), null);
  }

  private InetAddress ownAddress() {
    InetAddress configured = access.identity().publicAddress();
    if (configured != null) {
      return configured;
    }
    try {
      return LocalAddresses.towards(new InetSocketAddress(tracker.host(), tracker.port()));
    } catch (IOException e) {
      // Without a route the announce fails too, and says why; this address is told to nobody.
      return InetAddress.getLoopbackAddress();
    }
  }
}
