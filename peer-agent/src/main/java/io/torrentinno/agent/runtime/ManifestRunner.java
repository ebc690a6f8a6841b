package io.torrentinno.agent.runtime;

import io.netty.channel.EventLoop;
import io.torrentinno.agent.engine.ManifestEvent;
import io.torrentinno.agent.engine.SessionEvent;
import io.torrentinno.agent.net.Swarm;
import io.torrentinno.agent.runtime.ResourceException.Reason;
import io.torrentinno.agent.storage.SavedMagnet;
import io.torrentinno.agent.storage.StorageException;
import io.torrentinno.protocol.announce.Progress;
import io.torrentinno.protocol.manifest.Manifest;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.MagnetLink;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.model.TrackerAddress;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A resource of which there is only a link: finds peers, fetches the manifest from them, and hands
 * it over. What it becomes then is not its business.
 */
final class ManifestRunner implements AgentResource {
  private static final Logger log = LoggerFactory.getLogger(ManifestRunner.class);

  private final AgentContext context;
  private final EventLoop loop;
  private final BiConsumer<ManifestRunner, Manifest> arrived;
  private final SwarmAnnounces announces;
  private final ReentrantLock lifecycle = new ReentrantLock();
  private volatile SavedMagnet saved;
  private volatile ResourceState state = ResourceState.FETCHING_MANIFEST;
  private volatile @Nullable String failure;
  private volatile @Nullable ManifestSwarm live;

  /** Guarded by {@link #lifecycle}. */
  private boolean retired;

  /**
   * Does nothing yet.
   *
   * @param trackers where to look for peers; at least one
   * @param arrived takes the manifest, on a background thread
   */
  ManifestRunner(
      AgentContext context,
      SavedMagnet saved,
      List<TrackerAddress> trackers,
      EventLoop loop,
      BiConsumer<ManifestRunner, Manifest> arrived) {
    this.context = context;
    this.saved = saved;
    this.loop = loop;
    this.arrived = arrived;
    announces =
        new SwarmAnnounces(
            context,
            trackers,
            new SwarmAnnounces.Subject(infoHash(), name(), () -> Progress.UNKNOWN, this::found),
            loop);
  }

  MagnetLink link() {
    return saved.link();
  }

  boolean isPaused() {
    return saved.paused();
  }

  @Override
  public InfoHash infoHash() {
    return saved.link().infoHash();
  }

  @Override
  public Manifest manifest() {
    throw noManifest();
  }

  @Override
  public ResourceState state() {
    return state;
  }

  @Override
  public ResourceStatus status() {
    String shown = failure;
    return new ResourceStatus(
        infoHash(),
        name(),
        state,
        0,
        0,
        0,
        0,
        view().levels().peers().connected(),
        0,
        null,
        link(),
        FetchOrder.RAREST_FIRST,
        shown != null ? shown : announces.failure());
  }

  @Override
  public PieceStatus pieces() {
    throw noManifest();
  }

  @Override
  public SwarmView view() {
    ManifestSwarm swarm = live;
    return swarm == null ? SwarmView.NONE : swarm;
  }

  @Override
  public @Nullable Swarm swarm() {
    return live;
  }

  @Override
  public void startLater(boolean readAll) {
    context.background().execute(this::start);
  }

  @Override
  public RateLimits limits() {
    return RateLimits.NONE;
  }

  @Override
  public void setLimits(RateLimits limits) {
    throw noManifest();
  }

  @Override
  public void setPaused(boolean paused) throws StorageException {
    lifecycle.lock();
    try {
      saved = new SavedMagnet(link(), paused);
      context.state().save(saved);
      if (paused) {
        stop();
        failure = null;
        enter(ResourceState.PAUSED);
      }
    } finally {
      lifecycle.unlock();
    }
  }

  @Override
  public void liftBan(PeerId peer) {
    onSwarm(new ManifestEvent.BanLifted(peer));
  }

  @Override
  public void setOrder(FetchOrder order) {
    throw noManifest();
  }

  @Override
  public void retire() {
    lifecycle.lock();
    try {
      retired = true;
      stop();
    } finally {
      lifecycle.unlock();
    }
  }

  @Override
  public void delete(boolean deleteData) throws StorageException {
    context.state().delete(infoHash());
  }

  /** Gives up until somebody resumes it. */
  void fail(@Nullable String message) {
    lifecycle.lock();
    try {
      stop();
      if (!retired) {
        log.error("{} ({}) can't be fetched: {}", name(), infoHash(), message);
        failure = message;
        enter(ResourceState.ERROR);
      }
    } finally {
      lifecycle.unlock();
    }
  }

  private void enter(ResourceState entered) {
    state = entered;
    context.changes().tell();
  }

  private void start() {
    lifecycle.lock();
    try {
      stop();
      if (retired) {
        return;
      }
      failure = null;
      if (saved.paused()) {
        enter(ResourceState.PAUSED);
        return;
      }
      enter(ResourceState.FETCHING_MANIFEST);
      ManifestIntake intake =
          new ManifestIntake(
              infoHash(),
              context.state().incomingManifest(infoHash()),
              context.manifestMemory(),
              context.background(),
              new Arrival());
      ManifestSwarm swarm = new ManifestSwarm(context, infoHash(), loop, intake, announces::soon);
      live = swarm;
      loop.execute(swarm::start);
      announces.start();
    } finally {
      lifecycle.unlock();
    }
  }

  private void stop() {
    ManifestSwarm swarm = live;
    if (swarm != null) {
      announces.stop();
      live = null;
      swarm.stop();
    }
  }

  private void found(List<SessionEvent.PeersFound.Peer> peers) {
    onSwarm(new ManifestEvent.PeersFound(peers));
  }

  private void onSwarm(ManifestEvent event) {
    loop.execute(() -> {
      ManifestSwarm swarm = live;
      if (swarm != null) {
        swarm.on(event);
      }
    });
  }

  private ResourceException noManifest() {
    return new ResourceException(
        Reason.NO_MANIFEST, "the manifest of " + infoHash() + " is still to be fetched");
  }

  /** The link's name for it, or the next best thing. */
  private String name() {
    String name = link().name();
    return name == null ? infoHash().toString() : name;
  }

  /** Hears what becomes of the manifest. */
  private final class Arrival implements ManifestIntake.Outcome {
    @Override
    public void arrived(Manifest manifest) {
      arrived.accept(ManifestRunner.this, manifest);
    }

    @Override
    public void failed(Exception cause) {
      fail(cause instanceof StorageException ? cause.getMessage() : "internal error: " + cause);
    }
  }
}
