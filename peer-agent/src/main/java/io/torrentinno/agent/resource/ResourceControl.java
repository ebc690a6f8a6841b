package io.torrentinno.agent.resource;

import io.torrentinno.agent.content.Handover;
import io.torrentinno.agent.content.ResourceStorage;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.content.state.VerifiedContent;
import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.agent.resource.checking.CheckRun;
import io.torrentinno.agent.resource.checking.Checks;
import io.torrentinno.agent.resource.lifecycle.Event;
import io.torrentinno.agent.resource.lifecycle.Failure;
import io.torrentinno.agent.resource.lifecycle.Lifecycle;
import io.torrentinno.agent.resource.lifecycle.Mailbox;
import io.torrentinno.agent.resource.lifecycle.Phase;
import io.torrentinno.agent.resource.lifecycle.Removal;
import io.torrentinno.agent.resource.lifecycle.ResourceActor;
import io.torrentinno.agent.resource.reading.PieceSource;
import io.torrentinno.agent.resource.reading.ReadablePieces;
import io.torrentinno.agent.resource.stored.ResourceContent;
import io.torrentinno.agent.resource.stored.StoredContent;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.resource.view.ResourceException.Reason;
import io.torrentinno.protocol.model.PeerAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the events of one resource and the calls of others, one after the other. */
final class ResourceControl
    implements ResourceWorker.Inbox, ResourceSettings.Present, ReadablePieces.Origin {
  private static final Logger log = LoggerFactory.getLogger(ResourceControl.class);

  private final ResourceContext context;
  private final ResourceRegistry registry;
  private final ResourceEvents events;
  private final Mailbox mailbox;
  private final StoredContent stored;
  private final Checks checks;
  private final ResourceWorker worker;
  private final ResourceActor actor;
  private final SignatureCheck signatures;
  private final ResourceSettings settings;
  private final ManifestAdoption adoption;
  private final WaitingCalls calls;
  private volatile Launch launch = Launch.over();
  private final FailureLog failures = new FailureLog();

  ResourceControl(
      ResourceContext context,
      Activity.Factory activities,
      ResourceContent content,
      ResourceRegistry registry) {
    this.context = context;
    this.registry = registry;
    mailbox = new Mailbox(context.background());
    events = new ResourceEvents(context.events(), content.infoHash());
    stored = new StoredContent(context.state(), content);
    checks = new Checks(context.background());
    signatures = new SignatureCheck(context.state(), context.signatures());
    worker =
        new ResourceWorker(
            new ResourceWorker.Setting(activities, context.loops().get(), signatures),
            stored,
            checks,
            this,
            events);
    boolean known =
        switch (content) {
          case ResourceContent.Known _ -> true;
          case ResourceContent.Link _ -> false;
        };
    actor =
        new ResourceActor(
            new Lifecycle(known, content.isPaused()), mailbox, worker, System::nanoTime);
    settings = new ResourceSettings(stored, signatures, events, this);
    adoption = new ManifestAdoption(context, registry, stored);
    calls = new WaitingCalls(mailbox, this::name);
  }

  ResourceContent content() {
    return stored.get();
  }

  @Override
  public @Nullable Activity activity() {
    return worker.activity();
  }

  @Override
  public Activity.@Nullable Transfer transfer() {
    return worker.transfer();
  }

  @Override
  public Phase phase() {
    return actor.phase();
  }

  Launch launched() {
    return launch;
  }

  ResourceReport report() {
    return new ResourceReport(
        content(), phase(), actor.unsaved(), activity(), signatures.verdict());
  }

  void load(@Nullable String fault) {
    switch (content()) {
      case ResourceContent.Known _ ->
          actor.post(
              fault == null ? new Event.Start() : new Event.Damaged(new Failure(false, fault)));
      case ResourceContent.Link _ -> actor.post(new Event.Start());
    }
  }

  /** Starts and stores a new resource, in the first turn. */
  CompletableFuture<Launch> launch(@Nullable VerifiedContent verified) {
    launch = new Launch();
    return mailbox.ask(() -> {
      worker.hurry();
      registry.added(content().infoHash());
      events.added(report().summary());
      try {
        switch (content()) {
          case ResourceContent.Known known -> {
            stored.noteFoundPart(known);
            context.state().deleteLeftovers(known.saved().infoHash());
            stored.takeLeft(known);
            if (verified != null) {
              context.state().verification().saveVerified(known.saved(), verified);
            }
            actor.handle(new Event.Start()); // The check begins while the rest is stored.
            known.saver().keep();
          }
          case ResourceContent.Link link -> {
            context.state().save(link.saved());
            actor.handle(new Event.Start());
            launch.succeeded();
          }
        }
        return launch;
      } catch (StorageException e) {
        actor.handle(new Event.Remove(Removal.UNDO));
        throw e;
      }
    });
  }

  boolean join(SavedResource saved) {
    boolean[] isNew = new boolean[1];
    call(() -> {
      switch (content()) {
        case ResourceContent.Known _ -> {}
        case ResourceContent.Link link -> {
          Event known = adoption.adopt(link, saved);
          launch = new Launch();
          actor.handle(known);
          isNew[0] = true;
        }
      }
    });
    return isNew[0];
  }

  /** Calls peers, now and whenever a transfer begins; to be called in a turn. */
  void addPeers(List<PeerAddress> peers) {
    switch (phase()) {
      case Phase.AwaitingManifest _, Phase.Checking _, Phase.Active _ -> worker.addPeers(peers);
      case Phase.Paused _, Phase.Failed _, Phase.Removed _ ->
          throw new ResourceException(
              Reason.NOT_RUNNING,
              content().name() + " is paused or has failed, so the agent connects to no peers");
    }
  }

  @Override
  public String name() {
    return content().name();
  }

  @Override
  public @Nullable PieceSource transferred() {
    Activity.Transfer running = transfer();
    return running == null ? null : running.source();
  }

  @Override
  public ResourceStorage openToRead() throws StorageException {
    return switch (content()) {
      case ResourceContent.Known known -> worker.openToRead(known);
      case ResourceContent.Link link ->
          throw new ResourceException(
              Reason.NO_MANIFEST, "the manifest of " + link.name() + " has not arrived yet");
    };
  }

  @Override
  public int lastCheck() {
    return worker.lastCheck();
  }

  /** Has an event taken; returns when its effects are done. */
  void command(Event event) {
    call(() -> actor.handle(event));
  }

  /** Posts the next try, if one is due later. */
  void retryNow() {
    actor.post(new Event.RetryNow());
  }

  /**
   * Stops a resource that is refused now, and tries one that was refused before; returns at once.
   */
  void judgeAgain() {
    mailbox.post(() -> {
      if (!(content() instanceof ResourceContent.Known known)) {
        return;
      }
      switch (phase()) {
        case Phase.Active _, Phase.Checking _, Phase.Paused _ -> {
          Failure refusal = signatures.judge(known);
          if (refusal != null && !(phase() instanceof Phase.Paused)) {
            actor.handle(new Event.RunFailed(actor.run(), refusal));
          }
          events.moved();
        }
        case Phase.Failed _ -> actor.handle(new Event.RetryNow());
        case Phase.AwaitingManifest _, Phase.Removed _ -> {}
      }
    });
  }

  /** Ends the present transfer. */
  void fail(StorageException cause) {
    switch (phase()) {
      case Phase.Active _, Phase.AwaitingManifest _ ->
          actor.post(new Event.DiskFailed(Failures.of(cause)));
      case Phase.Checking _, Phase.Failed _, Phase.Paused _, Phase.Removed _ -> {}
    }
  }

  void remove(Removal kind) {
    call(() -> {
      context.state().requireThere(); // Otherwise a restart would bring it back.
      stored.requireDeletable(kind);
      actor.handle(new Event.Remove(kind));
      StorageException failure = stored.notDeleted();
      if (failure != null) {
        throw failure;
      }
    });
  }

  /** Waits without a limit, because the agent must not end before its resources. */
  void close() {
    mailbox
        .ask(() -> {
          actor.handle(new Event.Close());
          return checks.quiet();
        })
        .thenCompose(quiet -> quiet)
        .join();
  }

  /** Runs a task in a turn, unless the resource is removed before. */
  void call(WaitingCalls.Step step) {
    calls.call(() -> {
      requireThere();
      worker.hurry();
      step.run();
    });
  }

  /** Changes settings in a turn, unless the resource is removed before. */
  void change(ResourceSettings.Change change) {
    call(() -> change.apply(settings));
  }

  private void requireThere() {
    if (phase() instanceof Phase.Removed) {
      throw ResourceException.unknown(content().infoHash());
    }
  }

  @Override
  public void post(Event event) {
    actor.post(event);
  }

  @Override
  public void handle(Event event) {
    actor.handle(event);
  }

  @Override
  public void checkEnded(CheckRun check) {
    mailbox.post(() -> {
      if (!checks.isPresent(check)) {
        return;
      }
      Exception failure = check.failure();
      if (failure == null) {
        check.showFound();
        boolean waits = check.isComplete() && isReplacing();
        actor.handle(new Event.Checked(check.number(), check.isComplete() && !waits));
        if (waits) { // It has all pieces, and not yet its place.
          actor.handle(new Event.AllVerified(check.number()));
        }
        launch.succeeded();
      } else if (launch.claimFailure()) {
        actor.handle(new Event.Remove(Removal.UNDO));
        launch.failed(Failures.refusal(failure));
      } else {
        actor.handle(new Event.RunFailed(check.number(), Failures.of(failure)));
      }
    });
  }

  private boolean isReplacing() {
    return switch (content()) {
      case ResourceContent.Known known -> known.saved().isReplacing();
      case ResourceContent.Link _ -> false;
    };
  }

  /**
   * Gives its place to a replacement, and forgets it; called by the thread of that.
   *
   * @throws ResourceException {@link Reason#BUSY} when it could not stop, so that the move was not
   *     made; others when the move failed
   */
  void giveWay(SavedResource replacement, Handover.Move move) {
    call(() -> {
      stored.giveWay(replacement, move);
      actor.handle(new Event.Remove(Removal.REPLACED));
      StorageException failure = stored.notDeleted();
      if (failure != null) {
        actor.handle(content().isPaused() ? new Event.Pause() : new Event.Resume());
        throw failure;
      }
      if (!stored.hasGivenWay()) { // It was closed before, or something failed in it.
        throw new ResourceException(
            Reason.BUSY, "the resource that is to be replaced could not stop: " + content().name());
      }
    });
  }

  @Override
  public void handOver(Handover.Move move) throws StorageException {
    if (content() instanceof ResourceContent.Known known) {
      registry.handOver(known.saved(), move);
      known.saver().setReplaced();
    }
  }

  @Override
  public void manifestArrived(int run, ResourceManifest manifest) {
    mailbox.post(() -> {
      if (run != actor.run() || !(content() instanceof ResourceContent.Link link)) {
        return;
      }
      try {
        Event known = adoption.adopt(link, registry.place(manifest, link.saved().placement()));
        log.info("{} ({}): the manifest has arrived", manifest.name(), link.infoHash());
        actor.handle(known);
      } catch (StorageException | ResourceException e) {
        actor.handle(new Event.RunFailed(run, Failures.of(e)));
      }
    });
  }

  @Override
  public void entered(Phase phase) {
    switch (phase) {
      case Phase.Failed(Failure failure, Long retryAt) -> {
        failures.failed(content(), failure, retryAt != null);
        launch.succeeded();
      }
      case Phase.Removed() -> {
        registry.removed(content().infoHash(), stored.file());
        launch.succeeded();
      }
      case Phase.Active _ -> failures.recovered();
      case Phase.Paused _ -> launch.succeeded();
      case Phase.AwaitingManifest _, Phase.Checking _ -> {}
    }
    events.entered(phase, report().summary());
  }
}
