package io.torrentinno.agent.resource;

import io.netty.channel.EventLoop;
import io.torrentinno.agent.content.ContentRemoval;
import io.torrentinno.agent.content.ResourceStorage;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.hashing.Urgency;
import io.torrentinno.agent.resource.lifecycle.Effect;
import io.torrentinno.agent.resource.lifecycle.Event;
import io.torrentinno.agent.resource.lifecycle.Failure;
import io.torrentinno.agent.resource.lifecycle.Phase;
import io.torrentinno.agent.resource.lifecycle.Removal;
import io.torrentinno.agent.resource.lifecycle.ResourceActor;
import io.torrentinno.agent.resource.swarm.ManifestIntake;
import io.torrentinno.agent.resource.swarm.PieceListener;
import io.torrentinno.protocol.manifest.Manifest;
import io.torrentinno.protocol.model.InfoHash;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what the lifecycle of one resource decides. Methods are called in turns of the resource's
 * mailbox; {@link #transfer} and {@link #fetch} may be read by any thread.
 */
final class ResourceWorker implements ResourceActor.Worker {
  private static final Logger log = LoggerFactory.getLogger(ResourceWorker.class);

  /** Where the results of what goes on elsewhere are handed in; they are taken in turns. */
  interface Inbox {
    void post(Event event);

    void checkEnded(CheckRun check);

    void manifestArrived(ManifestFetch fetch, Manifest manifest);

    void manifestFailed(ManifestFetch fetch, Exception cause);

    /** As in {@link ResourceActor.Worker}. */
    void entered(Phase phase);
  }

  private final ResourceContext context;
  private final EventLoop loop;
  private final Inbox inbox;
  private final ResourceEvents events;
  private volatile ResourceContent content;
  private volatile @Nullable Transfer transfer;
  private volatile @Nullable ManifestFetch fetch;
  private @Nullable CheckRun check;
  private int fetchRun;

  /** Done when no cancelled check touches the disk any more. */
  private CompletableFuture<Void> quiet = CompletableFuture.completedFuture(null);

  private @Nullable Future<?> alarm;
  private @Nullable StorageException notDeleted;
  private boolean foundPart;
  private Urgency urgency = Urgency.RESTART;

  /**
   * One that has done nothing.
   *
   * @param loop where the resource's swarms are to live
   * @param events where what happens to the resource is published
   */
  ResourceWorker(
      ResourceContext context,
      EventLoop loop,
      ResourceContent content,
      Inbox inbox,
      ResourceEvents events) {
    this.context = context;
    this.loop = loop;
    this.content = content;
    this.inbox = inbox;
    this.events = events;
  }

  ResourceContent content() {
    return content;
  }

  /** The manifest is known now. */
  void become(ResourceContent.Known known) {
    content = known;
  }

  /** The place of its finished file; null while its name is not known. */
  @Nullable Path file() {
    return switch (content) {
      case ResourceContent.Known known -> known.saved().file();
      case ResourceContent.Link _ -> null;
    };
  }

  @Nullable Transfer transfer() {
    return transfer;
  }

  @Nullable ManifestFetch fetch() {
    return fetch;
  }

  /** Whether this check is the present one. */
  boolean isPresent(CheckRun ended) {
    return check == ended;
  }

  /** The present check has ended well. */
  void found(CheckRun done) {
    known().completion().set(done.verified());
  }

  /** The event that a manifest brings that can't be fetched or stored. */
  Event fetchFailed(Exception cause) {
    return new Event.RunFailed(fetchRun, Failures.of(cause));
  }

  /** Done when nothing of what was cancelled goes on. */
  CompletableFuture<Void> quiet() {
    return quiet;
  }

  /** Why the last {@link Effect.Delete} failed; null when it did not. */
  @Nullable StorageException notDeleted() {
    return notDeleted;
  }

  /** A person waits for what comes next. */
  void hurry() {
    urgency = Urgency.PERSON;
  }

  /** Looks what is there before the resource is added, so that undoing that leaves it alone. */
  void remember(ResourceContent.Known adding) {
    foundPart = ContentRemoval.hasPart(adding.saved());
  }

  @Override
  public @Nullable Event perform(Effect effect) {
    switch (effect) {
      case Effect.Check(int run, boolean everything) -> check(run, everything);
      case Effect.CancelCheck() -> cancelCheck();
      case Effect.FetchManifest(int run) -> fetchManifest(run);
      case Effect.Transfer _ -> beginTransfer();
      case Effect.Stop() -> stop();
      case Effect.Alarm(var delay, Event event) -> {
        cancelAlarm();
        alarm = loop.schedule(() -> inbox.post(event), delay.toNanos(), TimeUnit.NANOSECONDS);
      }
      case Effect.CancelAlarm() -> cancelAlarm();
      case Effect.Finish(int run) -> {
        return finish(run);
      }
      case Effect.SaveChoice(boolean paused) -> {
        return save(paused);
      }
      case Effect.Delete(Removal kind) -> {
        return delete(kind);
      }
    }
    return null;
  }

  @Override
  public Event faulted(int run, RuntimeException fault) {
    log.error("{} ({}): internal error", content.name(), infoHash(), fault);
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

  private InfoHash infoHash() {
    return content.magnet().infoHash();
  }

  private ResourceContent.Known known() {
    return switch (content) {
      case ResourceContent.Known known -> known;
      case ResourceContent.Link link ->
          throw new IllegalStateException("no manifest: " + link.name());
    };
  }

  private void check(int run, boolean everything) {
    ResourceContent.Known known = known();
    PieceEvents news = new PieceEvents(run, known);
    CheckRun started =
        new CheckRun(
            run,
            everything,
            urgency,
            () -> {
              context.state().requireThere();
              return ResourceStorage.open(
                  known.saved(), context.state(), context.swarms().writePool(), news.listener());
            },
            known.completion(),
            inbox::checkEnded);
    check = started;
    quiet.thenRun(() -> context.background().execute(started));
  }

  private void cancelCheck() {
    CheckRun running = check;
    if (running != null) {
      check = null;
      quiet = CompletableFuture.allOf(quiet, running.cancel());
    }
  }

  private void fetchManifest(int run) {
    fetchRun = run;
    ResourceContent.Link link =
        switch (content) {
          case ResourceContent.Link only -> only;
          case ResourceContent.Known known ->
              throw new IllegalStateException("known: " + known.name());
        };
    Arrival arrival = new Arrival();
    ManifestFetch started = new ManifestFetch(context, link, loop, events, arrival);
    arrival.of = started;
    fetch = started;
    started.start();
  }

  private void beginTransfer() {
    CheckRun done = check;
    if (done == null) {
      throw new IllegalStateException("nothing was checked");
    }
    check = null;
    Transfer started = new Transfer(context, done, known(), loop, events, inbox::post);
    transfer = started;
    started.start();
  }

  private Event finish(int run) {
    Transfer running = transfer;
    if (running == null) {
      throw new IllegalStateException("nothing is transferred");
    }
    try {
      running.finish();
      return new Event.Finished();
    } catch (StorageException e) {
      return new Event.RunFailed(run, Failures.of(e));
    }
  }

  private void stop() {
    Transfer running = transfer;
    if (running != null) {
      running.stop();
      transfer = null;
    }
    ManifestFetch fetching = fetch;
    if (fetching != null) {
      fetching.stop();
      fetch = null;
    }
  }

  private Event save(boolean paused) {
    try {
      switch (content) {
        case ResourceContent.Known known -> known.persisted().setPaused(paused);
        case ResourceContent.Link link -> {
          ResourceContent.Link changed = link.withPaused(paused);
          content = changed;
          context.state().save(changed.saved());
        }
      }
      return new Event.ChoiceSaved();
    } catch (StorageException e) {
      String choice = paused ? "paused" : "not paused";
      return new Event.ChoiceNotSaved(
          new Failure(
              true, "that it is " + choice + " can't be stored for a restart: " + e.getMessage()));
    }
  }

  private Event delete(Removal kind) {
    quiet.join();
    notDeleted = null;
    try {
      switch (content) {
        case ResourceContent.Known known -> {
          if (kind == Removal.DELETE_DATA) {
            ContentRemoval.deleteData(known.saved(), context.state());
          } else if (kind == Removal.UNDO && !foundPart) {
            ContentRemoval.deletePart(known.saved());
          }
          known.persisted().forget();
        }
        case ResourceContent.Link _ -> context.state().delete(infoHash());
      }
      return new Event.Deleted();
    } catch (StorageException e) {
      if (kind == Removal.UNDO) {
        log.warn("What is left of {} could not be removed: {}", content.name(), e.getMessage());
        return new Event.Deleted();
      }
      notDeleted = e;
      return new Event.NotDeleted(
          new Failure(false, "it can't be removed: " + e.getMessage() + ". Remove it again later"));
    }
  }

  private void cancelAlarm() {
    Future<?> set = alarm;
    alarm = null;
    if (set != null) {
      set.cancel(false);
    }
  }

  /** Hears what becomes of pieces, from the check of a run to its end. */
  private final class PieceEvents {
    private final int run;
    private final ResourceContent.Known known;

    PieceEvents(int run, ResourceContent.Known known) {
      this.run = run;
      this.known = known;
    }

    PieceListener listener() {
      return new PieceListener(
          context.swarms().traffic(),
          known.layout(),
          (event, gained) -> {
            Transfer running = transfer;
            if (running != null) {
              running.on(event, gained);
            }
          },
          e -> inbox.post(new Event.RunFailed(run, Failures.of(e))));
    }
  }

  /** Hears what becomes of a manifest that is fetched. */
  private final class Arrival implements ManifestIntake.Outcome {
    private volatile @Nullable ManifestFetch of;

    @Override
    public void arrived(Manifest manifest) {
      ManifestFetch source = of;
      if (source != null) {
        inbox.manifestArrived(source, manifest);
      }
    }

    @Override
    public void failed(Exception cause) {
      ManifestFetch source = of;
      if (source != null) {
        inbox.manifestFailed(source, cause);
      }
    }
  }
}
