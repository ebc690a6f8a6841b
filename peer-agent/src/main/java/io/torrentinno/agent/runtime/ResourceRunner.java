package io.torrentinno.agent.runtime;

import io.netty.channel.EventLoop;
import io.torrentinno.agent.engine.SessionEvent;
import io.torrentinno.agent.net.Swarm;
import io.torrentinno.agent.net.TransferLimits;
import io.torrentinno.agent.storage.ResourceStorage;
import io.torrentinno.agent.storage.SavedResource;
import io.torrentinno.agent.storage.StorageException;
import io.torrentinno.protocol.announce.Progress;
import io.torrentinno.protocol.manifest.Manifest;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.model.PieceLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One resource from start to stop: checks what is on disk, runs its swarm and its announces, and
 * follows it from checking to downloading to seeding. Starting and stopping block and come one at a
 * time; looking is possible at any moment from any thread.
 */
final class ResourceRunner implements AgentResource, LiveSwarm.Owner {
  private static final Logger log = LoggerFactory.getLogger(ResourceRunner.class);

  private final AgentContext context;
  private final EventLoop loop;
  private final PieceLayout layout;
  private final SwarmAnnounces announces;
  private final TransferLimits limits;
  private final ReentrantLock lifecycle = new ReentrantLock();

  private volatile SavedResource saved;
  private volatile ResourceState state = ResourceState.CHECKING;
  private volatile @Nullable String failure;
  private volatile @Nullable LiveSwarm live;

  /** The pieces as last seen, while no swarm runs. Replaced, never changed. */
  private volatile Bitfield lastVerified;

  private final AtomicLong completedBytes = new AtomicLong();

  /** Set for good when the resource is removed or the agent closes. */
  private volatile boolean retired;

  /** Set while somebody who wants the resource stopped waits for a check of its file to end. */
  private volatile boolean hurried;

  /** Guarded by {@link #lifecycle}. */
  private @Nullable ResourceStorage storage;

  ResourceRunner(AgentContext context, SavedResource saved, EventLoop loop) {
    this.context = context;
    this.saved = saved;
    this.loop = loop;
    layout = saved.manifest().layout();
    limits = context.limits().ofResource(limits());
    lastVerified = new Bitfield(layout.count());
    announces =
        new SwarmAnnounces(
            context,
            saved.trackers(),
            new SwarmAnnounces.Subject(infoHash(), name(), this::progress, this::found));
  }

  @Override
  public InfoHash infoHash() {
    return saved.infoHash();
  }

  @Override
  public Path file() {
    return saved.file();
  }

  @Override
  public Manifest manifest() {
    return saved.manifest();
  }

  @Override
  public @Nullable Swarm swarm() {
    return live;
  }

  /**
   * Checks what is on disk and, unless paused, starts to transfer.
   *
   * @param readAll reads and hashes everything, whatever is remembered
   * @throws StorageException when the disk stands in the way; the state is then ERROR
   */
  void start(boolean readAll) throws StorageException {
    lifecycle.lock();
    try {
      stopQuietly();
      if (retired) {
        return;
      }
      state = ResourceState.CHECKING;
      failure = null;
      StorageNews news =
          new StorageNews(context.traffic(), layout, this::onSwarm, this::storageFailed);
      ResourceStorage opened =
          ResourceStorage.open(saved, context.state(), context.writePool(), news);
      storage = opened;
      Bitfield verified = readAll ? opened.recheck(this::checked) : opened.prepare(this::checked);
      if (verified.isFull()) {
        opened.complete();
      }
      remember(verified);
      if (saved.choices().paused()) {
        stopQuietly();
        state = ResourceState.PAUSED;
      } else {
        run(opened, verified);
      }
    } catch (CancellationException e) {
      stopQuietly();
      remember(lastVerified);
    } catch (StorageException e) {
      fail(e.getMessage());
      throw e;
    } finally {
      lifecycle.unlock();
    }
  }

  @Override
  public void startLater(boolean readAll) {
    state = ResourceState.CHECKING;
    context
        .background()
        .execute(() -> {
          try {
            start(readAll);
          } catch (StorageException e) {
            log.error("{} ({}) can't start: {}", name(), infoHash(), e.getMessage());
          }
        });
  }

  @Override
  public void retire() {
    retired = true;
    lifecycle.lock();
    try {
      stopQuietly();
    } finally {
      lifecycle.unlock();
    }
  }

  @Override
  public void delete(boolean deleteData) throws StorageException {
    if (deleteData) {
      ResourceStorage.deleteData(saved, context.state());
    }
    context.state().delete(infoHash());
  }

  @Override
  public void setPaused(boolean paused) throws StorageException {
    hurried = true;
    lifecycle.lock();
    try {
      hurried = false;
      saved = saved.withPaused(paused);
      context.state().save(saved);
      if (paused) {
        stopQuietly();
        state = ResourceState.PAUSED;
        failure = null;
      }
    } finally {
      lifecycle.unlock();
    }
  }

  @Override
  public void setLimits(RateLimits changed) throws StorageException {
    lifecycle.lock();
    try {
      saved = saved.with(saved.choices().withLimits(changed.toSaved()));
      context.state().save(saved);
      AgentLimits.set(limits, changed);
    } finally {
      lifecycle.unlock();
    }
  }

  @Override
  public RateLimits limits() {
    return RateLimits.of(saved.choices().limits());
  }

  @Override
  public void liftBan(PeerId peer) {
    onSwarm(new SessionEvent.BanLifted(peer), 0);
  }

  @Override
  public void setOrder(FetchOrder order) throws StorageException {
    lifecycle.lock();
    try {
      saved = saved.with(saved.choices().withSequential(order == FetchOrder.SEQUENTIAL));
      context.state().save(saved);
      onSwarm(new SessionEvent.OrderChanged(order.toEngine()), 0);
    } finally {
      lifecycle.unlock();
    }
  }

  private FetchOrder order() {
    return saved.choices().sequential() ? FetchOrder.SEQUENTIAL : FetchOrder.RAREST_FIRST;
  }

  @Override
  public ResourceState state() {
    return state;
  }

  @Override
  public SwarmView view() {
    LiveSwarm swarm = live;
    return swarm == null ? SwarmView.NONE : swarm;
  }

  @Override
  public ResourceStatus status() {
    List<PeerStatus> peers = view().peers();
    SwarmView.Rates rates = view().rates();
    String shown = failure;
    return new ResourceStatus(
        infoHash(),
        name(),
        state,
        layout.length(),
        completedBytes.get(),
        rates.download(),
        rates.upload(),
        peers.size(),
        (int) peers.stream().filter(peer -> peer.pieces() == layout.count()).count(),
        ResourceStatus.eta(leftBytes(), rates.download()),
        saved.magnet(),
        order(),
        shown != null ? shown : announces.failure());
  }

  @Override
  public PieceStatus pieces() {
    LiveSwarm swarm = live;
    return swarm == null
        ? new PieceStatus(lastVerified, new Bitfield(layout.count()))
        : swarm.pieces();
  }

  private void storageFailed(StorageException failed) {
    stopFailed(failed.getMessage(), failed);
  }

  @Override
  public void broken(RuntimeException fault) {
    stopFailed("internal error: " + fault, fault);
  }

  @Override
  public void completed() {
    context.background().execute(this::complete);
  }

  @Override
  public void seekPeers() {
    announces.soon();
  }

  private void run(ResourceStorage opened, Bitfield verified) {
    boolean complete = verified.isFull();
    LiveSwarm swarm =
        new LiveSwarm(
            context,
            new LiveSwarm.Resource(infoHash(), layout, opened, limits),
            verified,
            loop,
            this);
    live = swarm;
    loop.execute(swarm::start);
    onSwarm(new SessionEvent.OrderChanged(order().toEngine()), 0);
    state = complete ? ResourceState.SEEDING : ResourceState.DOWNLOADING;
    announces.start();
  }

  /** The file gets its final name before anybody is told that it is complete. */
  private void complete() {
    lifecycle.lock();
    try {
      if (storage != null && live != null) {
        storage.complete();
        state = ResourceState.SEEDING;
        announces.completed();
        log.info("{} ({}) is complete: {} bytes", name(), infoHash(), layout.length());
      }
    } catch (StorageException e) {
      log.error("{} ({}) can't be completed: {}", name(), infoHash(), e.getMessage());
      fail(e.getMessage());
    } finally {
      lifecycle.unlock();
    }
  }

  private void stopFailed(@Nullable String message, Exception cause) {
    context
        .background()
        .execute(() -> {
          lifecycle.lock();
          try {
            if (live != null) {
              log.error("{} ({}) stopped: {}", name(), infoHash(), message, cause);
              fail(message);
            }
          } finally {
            lifecycle.unlock();
          }
        });
  }

  private void fail(@Nullable String message) {
    stopQuietly();
    failure = message;
    state = ResourceState.ERROR;
  }

  private void stopQuietly() {
    LiveSwarm swarm = live;
    if (swarm != null) {
      announces.stop();
      remember(swarm.pieces().verified());
      live = null;
      swarm.stop();
    }
    ResourceStorage open = storage;
    if (open != null) {
      storage = null;
      open.close();
    }
  }

  private void remember(Bitfield verified) {
    lastVerified = verified.copy();
    completedBytes.set(layout.bytesIn(verified));
  }

  private void checked(long done, long total) {
    if (retired || hurried) {
      throw new CancellationException("the check is not wanted any more");
    }
    completedBytes.set(done);
  }

  private void onSwarm(SessionEvent event, int gained) {
    loop.execute(() -> {
      LiveSwarm swarm = live;
      if (swarm != null) {
        completedBytes.addAndGet(gained);
        swarm.on(event);
      }
    });
  }

  private void found(List<SessionEvent.PeersFound.Peer> peers) {
    onSwarm(new SessionEvent.PeersFound(peers), 0);
  }

  private Progress progress() {
    return Progress.of(leftBytes(), view().uploaded(), view().downloaded());
  }

  private long leftBytes() {
    return layout.length() - completedBytes.get();
  }

  private String name() {
    return saved.manifest().name();
  }
}
