package io.torrentinno.agent.resource;

import io.netty.channel.EventLoop;
import io.torrentinno.agent.content.Handover;
import io.torrentinno.agent.content.ResourceStorage;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.write.StorageListener;
import io.torrentinno.agent.engine.peers.NamedAddresses;
import io.torrentinno.agent.hashing.Urgency;
import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.agent.resource.checking.CheckRun;
import io.torrentinno.agent.resource.checking.Checks;
import io.torrentinno.agent.resource.lifecycle.Effect;
import io.torrentinno.agent.resource.lifecycle.EffectHandler;
import io.torrentinno.agent.resource.lifecycle.Event;
import io.torrentinno.agent.resource.lifecycle.Failure;
import io.torrentinno.agent.resource.lifecycle.Phase;
import io.torrentinno.agent.resource.stored.ResourceContent;
import io.torrentinno.agent.resource.stored.StoredContent;
import io.torrentinno.agent.resource.swarm.ManifestIntake;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.protocol.model.PeerAddress;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what the lifecycle of one resource decides. Methods are called in turns of the
 * resource's mailbox. Any thread may call {@link #activity} and {@link #transfer}.
 */
final class ResourceWorker implements EffectHandler {
  private static final Logger log = LoggerFactory.getLogger(ResourceWorker.class);

  /** Receives the results of work on other threads; they are handled in turns. */
  interface Inbox extends Handover {
    void post(Event event);

    void checkEnded(CheckRun check);

    /** The manifest that this run has fetched. */
    void manifestArrived(int run, ResourceManifest manifest);

    /** As in {@link EffectHandler}. */
    void entered(Phase phase);
  }

  private final Activity.Factory activities;
  private final EventLoop loop;
  private final SignatureCheck signatures;
  private final StoredContent stored;
  private final Inbox inbox;
  private final ResourceEvents events;
  private final Checks checks;
  private volatile @Nullable Activity activity;
  private volatile Activity.@Nullable Transfer transfer;
  private volatile int lastCheck;
  private @Nullable Future<?> alarm;
  private Urgency urgency = Urgency.RESTART;

  /** The peers that an operator has added, the last one at the end. */
  private List<PeerAddress> addedPeers = List.of();

  /**
   * A worker that has done nothing yet.
   *
   * @param checks its checks, of which none has begun
   * @param events publishes the events of the resource
   */
  ResourceWorker(
      Setting setting, StoredContent stored, Checks checks, Inbox inbox, ResourceEvents events) {
    this.activities = setting.activities();
    this.loop = setting.loop();
    this.signatures = setting.signatures();
    this.stored = stored;
    this.checks = checks;
    this.inbox = inbox;
    this.events = events;
  }

  /**
   * The factory of a resource's activities, and its event loop.
   *
   * @param loop of its swarms
   * @param signatures says whether it may be transferred
   */
  record Setting(Activity.Factory activities, EventLoop loop, SignatureCheck signatures) {}

  /** The present activity; null when there is none. */
  @Nullable Activity activity() {
    return activity;
  }

  /** The {@link #activity} when it is a transfer; null otherwise. */
  Activity.@Nullable Transfer transfer() {
    return transfer;
  }

  /** Calls peers now, and again whenever something goes on with peers. */
  void addPeers(List<PeerAddress> peers) {
    List<PeerAddress> all =
        Stream.concat(
                addedPeers.stream().filter(peer -> !peers.contains(peer)),
                peers.stream().distinct())
            .toList();
    addedPeers = all.subList(Math.max(0, all.size() - NamedAddresses.CAPACITY), all.size());
    Activity running = activity;
    if (running != null) {
      peers.forEach(running::call);
    }
  }

  /** The number of the last check that has begun; on any thread. */
  int lastCheck() {
    return lastCheck;
  }

  /** A person waits for what comes next. */
  void hurry() {
    urgency = Urgency.PERSON;
  }

  @Override
  public @Nullable Event perform(Effect effect) {
    switch (effect) {
      case Effect.Check(int run, boolean everything) -> {
        Failure refusal = signatures.judge(known());
        if (refusal != null) {
          return new Event.RunFailed(run, refusal);
        }
        check(run, everything);
      }
      case Effect.CancelCheck() -> checks.cancel();
      case Effect.FetchManifest(int run) -> fetchManifest(run);
      case Effect.Stop() -> stop();
      case Effect.RetryLater(int run, Duration delay) -> later(delay, new Event.RetryDue(run));
      case Effect.SaveLater(Duration delay) -> later(delay, new Event.SaveDue());
      case Effect.CancelAlarm() -> cancelAlarm();
      case Effect.Transfer(int run, boolean complete) -> {
        beginTransfer();
        return complete ? finish(run) : null; // The last run may have ended before it did.
      }
      case Effect.Finish(int run) -> {
        return finish(run);
      }
      case Effect.SaveChoice(boolean paused) -> {
        return stored.savePaused(paused);
      }
      case Effect.Delete(var kind) -> {
        checks.quiet().join();
        return stored.delete(kind);
      }
    }
    return null;
  }

  @Override
  public Event faulted(int run, RuntimeException fault) {
    ResourceContent content = stored.get();
    log.error("{} ({}): internal error", content.name(), content.infoHash(), fault);
    return new Event.RunFailed(run, Failures.of(fault));
  }

  @Override
  public void entered(Phase phase) {
    inbox.entered(phase);
  }

  @Override
  public void unsavedChanged() {
    events.moved();
  }

  private ResourceContent.Known known() {
    return switch (stored.get()) {
      case ResourceContent.Known known -> known;
      case ResourceContent.Link link ->
          throw new IllegalStateException("there is no manifest yet: " + link.name());
    };
  }

  private ResourceContent.Link link() {
    return switch (stored.get()) {
      case ResourceContent.Link link -> link;
      case ResourceContent.Known known ->
          throw new IllegalStateException("the manifest is there already: " + known.name());
    };
  }

  private void check(int run, boolean everything) {
    ResourceContent.Known known = known();
    lastCheck = run;
    checks.start(
        new CheckRun(
            run,
            everything,
            urgency,
            () -> open(known, run),
            known.completion(),
            inbox::checkEnded));
  }

  /** Withdraws a removal that has failed, because the data are used again from now on. */
  private ResourceStorage open(ResourceContent.Known known, int run) throws StorageException {
    stored.keepData();
    return activities.open(known, new StoredPieces(run));
  }

  /** The verified pieces on the disk, for a reader; any thread may call. */
  ResourceStorage openToRead(ResourceContent.Known known) throws StorageException {
    return activities.verified(known, new StoredPieces(0)); // It hears of nothing.
  }

  private void fetchManifest(int run) {
    Activity started = activities.fetch(link(), loop, new Arrival(run));
    activity = started;
    started.start();
    addedPeers.forEach(started::call);
  }

  private void beginTransfer() {
    Activity.Transfer started = activities.transfer(known(), checks.take(), loop, inbox::post);
    activity = started;
    transfer = started;
    started.start();
    addedPeers.forEach(started::call);
  }

  private @Nullable Event finish(int run) {
    Activity.Transfer running = transfer;
    if (running == null) {
      throw new IllegalStateException("no transfer is running");
    }
    try {
      return running.finish(inbox) ? new Event.Finished() : null;
    } catch (ResourceException e) {
      return new Event.RunFailed(run, Failures.of(e));
    } catch (StorageException e) {
      return new Event.RunFailed(run, Failures.of(e));
    }
  }

  private void stop() {
    Activity running = activity;
    if (running != null) {
      running.stop();
      transfer = null;
      activity = null;
    }
  }

  private void later(Duration delay, Event event) {
    cancelAlarm();
    alarm = loop.schedule(() -> inbox.post(event), delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void cancelAlarm() {
    Future<?> set = alarm;
    alarm = null;
    if (set != null) {
      set.cancel(false);
    }
  }

  /** Receives the results of pieces for the transfer, from the check of a run to its end. */
  private final class StoredPieces implements StorageListener {
    private final int run;

    StoredPieces(int run) {
      this.run = run;
    }

    @Override
    public void verified(int... pieces) {
      report(listener -> listener.verified(pieces));
    }

    @Override
    public void differed(int piece, BitSet units) {
      report(listener -> listener.differed(piece, units));
    }

    @Override
    public void corrupt(int piece, boolean kept) {
      report(listener -> listener.corrupt(piece, kept));
    }

    @Override
    public void failed(StorageException failure) {
      inbox.post(new Event.RunFailed(run, Failures.of(failure)));
    }

    private void report(Consumer<StorageListener> news) {
      Activity.Transfer running = transfer;
      if (running != null) {
        news.accept(running.storageListener());
      }
    }
  }

  /** Receives the result of a run that fetches a manifest. */
  private final class Arrival implements ManifestIntake.Outcome {
    private final int run;

    Arrival(int run) {
      this.run = run;
    }

    @Override
    public void arrived(ResourceManifest manifest) {
      inbox.manifestArrived(run, manifest);
    }

    @Override
    public void failed(Exception cause) {
      inbox.post(new Event.RunFailed(run, Failures.of(cause)));
    }
  }
}
