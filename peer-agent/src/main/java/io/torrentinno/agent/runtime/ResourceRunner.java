package io.torrentinno.agent.runtime;

import io.netty.channel.EventLoop;
import io.torrentinno.agent.engine.SessionEvent;
import io.torrentinno.agent.engine.SessionEvent.PeersFound;
import io.torrentinno.agent.hashing.Cancellation;
import io.torrentinno.agent.hashing.Urgency;
import io.torrentinno.agent.net.Swarm;
import io.torrentinno.agent.net.TransferLimits;
import io.torrentinno.agent.storage.CheckRequest;
import io.torrentinno.agent.storage.ResourceStorage;
import io.torrentinno.agent.storage.SavedResource;
import io.torrentinno.agent.storage.StorageException;
import io.torrentinno.protocol.announce.Progress;
import io.torrentinno.protocol.manifest.Manifest;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.model.PieceLayout;
import java.util.concurrent.CancellationException;
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
  private final Remembered remembered;
  private final PieceLayout layout;
  private final Completion completion;
  private final SwarmAnnounces announces;
  private final TransferLimits limits;
  private final ReentrantLock lifecycle = new ReentrantLock();

  private volatile ResourceState state = ResourceState.CHECKING;
  private volatile @Nullable String failure;
  private volatile @Nullable LiveSwarm live;

  /** Set for good when the resource is removed or the agent closes. */
  private volatile boolean retired;

  /** Set while somebody who wants the resource stopped waits for a check of its file to end. */
  private volatile boolean hurried;

  /** Of the check that is under way, or was last. */
  private volatile Cancellation check = new Cancellation();

  private volatile Urgency urgency = Urgency.PERSON;

  /** Guarded by {@link #lifecycle}. */
  private @Nullable ResourceStorage storage;

  /**
   * One that does nothing yet.
   *
   * @param loop where its swarm is to live
   */
  ResourceRunner(AgentContext context, Remembered remembered, EventLoop loop) {
    this.context = context;
    this.remembered = remembered;
    this.loop = loop;
    SavedResource saved = remembered.resource();
    layout = saved.manifest().layout();
    limits = context.limits().ofResource(limits());
    completion = new Completion(layout);
    announces =
        new SwarmAnnounces(
            context,
            saved.trackers(),
            new SwarmAnnounces.Subject(
                infoHash(), name(), this::progress, peers -> onSwarm(new PeersFound(peers), 0)),
            loop);
  }

  @Override
  public InfoHash infoHash() {
    return saved().infoHash();
  }

  @Override
  public Manifest manifest() {
    return saved().manifest();
  }

  /** What outlives a restart. */
  Remembered remembered() {
    return remembered;
  }

  private SavedResource saved() {
    return remembered.resource();
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
      enter(ResourceState.CHECKING);
      failure = null;
      StorageNews news =
          new StorageNews(context.traffic(), layout, this::onSwarm, this::storageFailed);
      ResourceStorage opened =
          ResourceStorage.open(saved(), context.state(), context.writePool(), news);
      storage = opened;
      CheckRequest request = new CheckRequest(urgency, newCancellation(), this::checked);
      Bitfield verified = readAll ? opened.recheck(request) : opened.prepare(request);
      if (verified.isFull()) {
        opened.complete();
      }
      completion.set(verified);
      if (remembered.isPaused()) {
        stopQuietly();
        enter(ResourceState.PAUSED);
      } else {
        run(opened, verified);
      }
    } catch (CancellationException e) {
      stopQuietly();
      completion.set(completion.pieces());
    } catch (StorageException e) {
      fail(e.getMessage());
      throw e;
    } finally {
      lifecycle.unlock();
    }
  }

  /** Starts in the background after a restart of the agent: what people ask for goes before. */
  void startAgain() {
    startLater(false, Urgency.RESTART);
  }

  @Override
  public void startLater(boolean readAll) {
    startLater(readAll, Urgency.PERSON);
  }

  private void startLater(boolean readAll, Urgency wanted) {
    urgency = wanted;
    enter(ResourceState.CHECKING);
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
    check.cancel();
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
      ResourceStorage.deleteData(saved(), context.state());
    }
    remembered.forget();
  }

  @Override
  public void setPaused(boolean paused) throws StorageException {
    hurried = true;
    check.cancel();
    lifecycle.lock();
    try {
      hurried = false;
      remembered.setPaused(paused);
      if (paused) {
        stopQuietly();
        failure = null;
        enter(ResourceState.PAUSED);
      }
    } finally {
      lifecycle.unlock();
    }
  }

  @Override
  public void setLimits(RateLimits changed) throws StorageException {
    lifecycle.lock();
    try {
      remembered.setLimits(changed);
      AgentLimits.set(limits, changed);
    } finally {
      lifecycle.unlock();
    }
  }

  @Override
  public RateLimits limits() {
    return remembered.limits();
  }

  @Override
  public void liftBan(PeerId peer) {
    onSwarm(new SessionEvent.BanLifted(peer), 0);
  }

  @Override
  public void setOrder(FetchOrder order) throws StorageException {
    lifecycle.lock();
    try {
      remembered.setOrder(order);
      onSwarm(new SessionEvent.OrderChanged(order.toEngine()), 0);
    } finally {
      lifecycle.unlock();
    }
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
    SwarmView.Levels levels = view().levels();
    SwarmView.Flow rates = levels.rates();
    String shown = failure;
    return new ResourceStatus(
        infoHash(),
        name(),
        state,
        layout.length(),
        completion.bytes(),
        rates.download(),
        rates.upload(),
        levels.peers().connected(),
        levels.peers().seeders(),
        ResourceStatus.eta(completion.left(), rates.download()),
        saved().magnet(),
        remembered.order(),
        shown != null ? shown : announces.failure());
  }

  @Override
  public PieceStatus pieces() {
    LiveSwarm swarm = live;
    return swarm == null
        ? new PieceStatus(completion.pieces(), new Bitfield(layout.count()))
        : swarm.pieces();
  }

  private void storageFailed(StorageException failed) {
    stopFailed(failed.getMessage(), failed);
  }

  @Override
  public void unreadable(StorageException failure) {
    storageFailed(failure);
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
    onSwarm(new SessionEvent.OrderChanged(remembered.order().toEngine()), 0);
    enter(complete ? ResourceState.SEEDING : ResourceState.DOWNLOADING);
    announces.start();
  }

  /** The file gets its final name before anybody is told that it is complete. */
  private void complete() {
    lifecycle.lock();
    try {
      if (storage != null && live != null) {
        storage.complete();
        enter(ResourceState.SEEDING);
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

  private void enter(ResourceState entered) {
    state = entered;
    context.changes().tell();
  }

  private void fail(@Nullable String message) {
    stopQuietly();
    failure = message;
    enter(ResourceState.ERROR);
  }

  private void stopQuietly() {
    LiveSwarm swarm = live;
    if (swarm != null) {
      announces.stop();
      completion.set(swarm.pieces().verified());
      live = null;
      swarm.stop();
    }
    ResourceStorage open = storage;
    if (open != null) {
      storage = null;
      open.close();
      if (swarm != null) {
        completion.set(open.verified()); // with what was queued until now
      }
    }
  }

  private Cancellation newCancellation() {
    Cancellation cancellation = new Cancellation();
    check = cancellation;
    if (retired || hurried) {
      cancellation.cancel();
    }
    return cancellation;
  }

  private void checked(long done, long total) {
    completion.checked(done);
  }

  private void onSwarm(SessionEvent event, int gained) {
    loop.execute(() -> {
      LiveSwarm swarm = live;
      if (swarm != null) {
        completion.gained(gained);
        swarm.on(event);
      }
    });
  }

  private Progress progress() {
    SwarmView.Flow totals = view().levels().totals();
    return Progress.of(completion.left(), totals.upload(), totals.download());
  }

  private String name() {
    return saved().manifest().name();
  }
}
