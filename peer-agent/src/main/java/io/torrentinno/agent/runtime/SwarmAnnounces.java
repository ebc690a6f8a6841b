package io.torrentinno.agent.runtime;

import io.torrentinno.agent.announce.AnnounceContext;
import io.torrentinno.agent.announce.AnnounceFailure;
import io.torrentinno.agent.announce.AnnounceListener;
import io.torrentinno.agent.announce.Announcer;
import io.torrentinno.agent.announce.LocalAddresses;
import io.torrentinno.agent.engine.SessionEvent;
import io.torrentinno.agent.storage.SavedResource;
import io.torrentinno.protocol.announce.AnnounceEvent;
import io.torrentinno.protocol.announce.AnnounceRequest;
import io.torrentinno.protocol.announce.AnnounceResponse;
import io.torrentinno.protocol.announce.AnnouncedPeer;
import io.torrentinno.protocol.announce.Progress;
import io.torrentinno.protocol.manifest.Manifest;
import io.torrentinno.protocol.model.PeerAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Announces one resource to its manifest's tracker while it runs, and hands on the peers. */
final class SwarmAnnounces implements AnnounceListener {
  private static final Logger log = LoggerFactory.getLogger(SwarmAnnounces.class);

  private final AgentContext context;
  private final SavedResource resource;
  private final Supplier<Progress> progress;
  private final Consumer<List<SessionEvent.PeersFound.Peer>> found;
  private volatile @Nullable Announcer announcer;
  private volatile @Nullable String failure;

  /** Announces nothing yet. */
  SwarmAnnounces(
      AgentContext context,
      SavedResource resource,
      Supplier<Progress> progress,
      Consumer<List<SessionEvent.PeersFound.Peer>> found) {
    this.context = context;
    this.resource = resource;
    this.progress = progress;
    this.found = found;
  }

  void start() {
    Announcer started =
        new Announcer(
            new AnnounceContext(
                context.tracker(), trackerUri(), this::request, this, context.announces()));
    announcer = started;
    started.start();
  }

  /** Tells the tracker that this peer has left. */
  void stop() {
    Announcer stopping = announcer;
    announcer = null;
    failure = null;
    if (stopping != null) {
      stopping.stop().join();
    }
  }

  void completed() {
    Announcer running = announcer;
    if (running != null) {
      running.completed();
    }
  }

  void soon() {
    Announcer running = announcer;
    if (running != null) {
      running.announceSoon();
    }
  }

  /** What the last announce failed with; null when it did not. */
  @Nullable String failure() {
    return failure;
  }

  @Override
  public void answered(AnnounceResponse response) {
    if (failure != null) {
      log.info("{}: the tracker {} answers again", name(), trackerUri());
    }
    failure = null;
    found.accept(
        response.peers().stream()
            .map(peer -> new SessionEvent.PeersFound.Peer(peer.peerId(), peer.address()))
            .toList());
  }

  @Override
  public void failed(AnnounceFailure announceFailure) {
    if (failure == null) {
      log.warn("{}: {}", name(), announceFailure.getMessage());
    }
    failure = announceFailure.getMessage();
  }

  private AnnounceRequest request() {
    AnnouncedPeer self =
        new AnnouncedPeer(
            context.session().self(),
            resource.infoHash(),
            new PeerAddress(ownAddress(), context.listenPort()));
    return new AnnounceRequest(self, AnnounceEvent.NONE, progress.get(), OptionalInt.empty(), null);
  }

  private InetAddress ownAddress() {
    InetAddress configured = context.publicAddress();
    if (configured != null) {
      return configured;
    }
    Manifest manifest = resource.manifest();
    try {
      return LocalAddresses.towards(
          new InetSocketAddress(manifest.trackerIp(), manifest.trackerPort()));
    } catch (IOException e) {
      // Without a route the announce fails too, and says why; this address is told to nobody.
      return InetAddress.getLoopbackAddress();
    }
  }

  private URI trackerUri() {
    String host = resource.manifest().trackerIp();
    String bracketed = host.indexOf(':') < 0 ? host : "[" + host + "]";
    return URI.create("http://" + bracketed + ":" + resource.manifest().trackerPort());
  }

  private String name() {
    return resource.manifest().name();
  }
}
