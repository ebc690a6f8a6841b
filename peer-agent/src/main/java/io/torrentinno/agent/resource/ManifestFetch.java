package io.torrentinno.agent.resource;

import io.netty.channel.EventLoop;
import io.torrentinno.agent.engine.model.Ban;
import io.torrentinno.agent.engine.model.ManifestEvent;
import io.torrentinno.agent.engine.model.SessionEvent;
import io.torrentinno.agent.resource.announcing.SwarmAnnounces;
import io.torrentinno.agent.resource.swarm.ManifestIntake;
import io.torrentinno.agent.resource.swarm.ManifestSwarm;
import io.torrentinno.agent.resource.swarm.SwarmOwner;
import io.torrentinno.agent.resource.view.RateLimits;
import io.torrentinno.agent.resource.view.SwarmView;
import io.torrentinno.protocol.announce.Progress;
import io.torrentinno.protocol.model.InfoHash;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A resource while its manifest is fetched from peers: its swarm, its announces and what has
 * arrived. Calls that change it block and come one at a time, never on the event loop.
 */
final class ManifestFetch implements SwarmOwner {
  private static final Logger log = LoggerFactory.getLogger(ManifestFetch.class);

  private final ResourceContent.Link link;
  private final EventLoop loop;
  private final Executor background;
  private final ManifestIntake.Outcome outcome;
  private final ManifestSwarm swarm;
  private final SwarmAnnounces announces;
  private final ResourceEvents.SwarmEvents published;

  /**
   * One that has not begun.
   *
   * @param events where what happens to the resource is published
   * @param outcome hears what becomes of the manifest
   */
  ManifestFetch(
      ResourceContext context,
      ResourceContent.Link link,
      EventLoop loop,
      ResourceEvents events,
      ManifestIntake.Outcome outcome) {
    this.link = link;
    this.loop = loop;
    this.published = events.ofSwarm();
    this.background = context.background();
    this.outcome = outcome;
    InfoHash infoHash = link.magnet().infoHash();
    announces =
        new SwarmAnnounces(
            context.announcers(),
            link.trackers(),
            new SwarmAnnounces.Subject(
                infoHash, link.name(), () -> Progress.UNKNOWN, this::found, events::moved));
    ManifestIntake intake =
        new ManifestIntake(
            infoHash,
            context.state().incomingManifest(infoHash),
            context.manifestMemory(),
            context.background(),
            outcome);
    swarm =
        new ManifestSwarm(
            context.swarms(),
            infoHash,
            context.limits().ofResource(RateLimits.NONE),
            loop,
            intake,
            this);
  }

  ManifestSwarm swarm() {
    return swarm;
  }

  /** What announcing last failed with; null when all is well. */
  @Nullable String announceFailure() {
    return announces.failure();
  }

  void start() {
    loop.execute(swarm::start);
    announces.start();
  }

  /** Feeds the session; returns at once. */
  void on(ManifestEvent event) {
    loop.execute(() -> swarm.on(event));
  }

  /** Leaves the trackers, closes all connections and deletes what has arrived. */
  void stop() {
    announces.stop();
    swarm.stop();
  }

  @Override
  public void seekPeers() {
    announces.soon();
  }

  @Override
  public void seen(SwarmView.Levels levels, List<Ban> bans) {
    published.seen(levels, bans);
  }

  @Override
  public void broken(RuntimeException fault) {
    log.error("{}: fetching the manifest stopped: internal error", link.name(), fault);
    background.execute(() -> outcome.failed(fault));
  }

  private void found(List<SessionEvent.PeersFound.Peer> peers) {
    on(new ManifestEvent.PeersFound(peers));
  }
}
