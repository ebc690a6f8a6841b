package io.torrentinno.agent.resource.transfer;

import io.netty.channel.EventLoop;
import io.torrentinno.agent.engine.model.Ban;
import io.torrentinno.agent.engine.model.ManifestEvent;
import io.torrentinno.agent.limits.RateLimits;
import io.torrentinno.agent.net.Swarm;
import io.torrentinno.agent.resource.Activity;
import io.torrentinno.agent.resource.ResourceContext;
import io.torrentinno.agent.resource.announcing.AnnounceSubject;
import io.torrentinno.agent.resource.announcing.SwarmAnnounces;
import io.torrentinno.agent.resource.stored.ResourceContent;
import io.torrentinno.agent.resource.swarm.ManifestIntake;
import io.torrentinno.agent.resource.swarm.ManifestSwarm;
import io.torrentinno.agent.resource.swarm.SwarmOwner;
import io.torrentinno.agent.resource.view.SwarmLevels;
import io.torrentinno.agent.resource.view.SwarmView;
import io.torrentinno.agent.resource.view.trackers.TrackerStatus;
import io.torrentinno.protocol.announce.Progress;
import io.torrentinno.protocol.announce.SwarmSize;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.model.TrackerAddress;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A resource while its manifest is fetched from peers: its swarm, its announces, and the parts that
 * have arrived, which are deleted when it stops.
 */
final class ManifestFetch implements Activity, SwarmOwner {
  private static final Logger log = LoggerFactory.getLogger(ManifestFetch.class);

  private final ResourceContent.Link link;
  private final EventLoop loop;
  private final Executor background;
  private final ManifestIntake.Outcome outcome;
  private final ManifestSwarm swarm;
  private final SwarmAnnounces announces;
  private final SwarmEvents published;

  /**
   * A fetch that has not begun.
   *
   * @param outcome receives the manifest, or the failure
   */
  ManifestFetch(
      TransferContext agent,
      ResourceContent.Link link,
      EventLoop loop,
      ManifestIntake.Outcome outcome) {
    ResourceContext context = agent.resources();
    InfoHash infoHash = link.infoHash();
    this.link = link;
    this.loop = loop;
    this.background = context.background();
    this.outcome = outcome;
    published = new SwarmEvents(context.events(), infoHash);
    announces =
        new SwarmAnnounces(
            agent.announcers(),
            link.trackers(),
            new AnnounceSubject(
                infoHash,
                link.name(),
                () -> Progress.UNKNOWN,
                found -> on(new ManifestEvent.PeersFound(found.peers(), found.tracker())),
                published::moved));
    ManifestIntake intake =
        new ManifestIntake(
            new ManifestIntake.Wanted(link.magnet(), context.signatures()),
            context.state().manifests().incoming(infoHash),
            agent.manifestMemory(),
            background,
            outcome);
    swarm =
        new ManifestSwarm(
            agent.swarms(),
            infoHash,
            context.limits().ofResource(RateLimits.NONE),
            loop,
            intake,
            this);
  }

  @Override
  public Swarm swarm() {
    return swarm;
  }

  @Override
  public SwarmView view() {
    return swarm;
  }

  @Override
  public @Nullable String announceFailure() {
    String fault = link.fault();
    String failure = announces.failure();
    return fault == null ? failure : failure == null ? fault : fault + ". " + failure;
  }

  @Override
  public List<TrackerStatus> trackers() {
    return announces.status();
  }

  @Override
  public @Nullable SwarmSize known() {
    return announces.known();
  }

  @Override
  public void announceTo(List<TrackerAddress> trackers) {
    announces.change(trackers);
  }

  @Override
  public void start() {
    loop.execute(swarm::start);
    announces.start();
  }

  @Override
  public void call(PeerAddress address) {
    on(new ManifestEvent.AddressNamed(address));
  }

  @Override
  public void liftBan(PeerId peer) {
    on(new ManifestEvent.BanLifted(peer));
  }

  @Override
  public void stop() {
    announces.stop();
    swarm.stop();
  }

  @Override
  public void seekPeers() {
    announces.soon();
  }

  @Override
  public void seen(SwarmLevels levels, List<Ban> bans) {
    published.seen(levels, bans);
  }

  @Override
  public void broken(RuntimeException fault) {
    log.error("{}: fetching the manifest stopped: internal error", link.name(), fault);
    background.execute(() -> outcome.failed(fault));
  }

  /** Gives the session an event; returns at once. */
  private void on(ManifestEvent event) {
    loop.execute(() -> swarm.on(event));
  }
}
