package io.torrentinno.agent.resource.transfer;

import io.netty.channel.EventLoop;
import io.torrentinno.agent.announce.Announcers;
import io.torrentinno.agent.content.Handover;
import io.torrentinno.agent.content.ResourceStorage;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.hashes.PieceHashes;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.content.write.StorageListener;
import io.torrentinno.agent.engine.model.Ban;
import io.torrentinno.agent.engine.model.PieceChoice;
import io.torrentinno.agent.engine.model.PieceOrder;
import io.torrentinno.agent.engine.model.SessionEvent;
import io.torrentinno.agent.net.Swarm;
import io.torrentinno.agent.resource.Activity;
import io.torrentinno.agent.resource.Failures;
import io.torrentinno.agent.resource.announcing.AnnounceSubject;
import io.torrentinno.agent.resource.announcing.SwarmAnnounces;
import io.torrentinno.agent.resource.checking.CheckRun;
import io.torrentinno.agent.resource.lifecycle.Event;
import io.torrentinno.agent.resource.lifecycle.Failure;
import io.torrentinno.agent.resource.reading.PieceSource;
import io.torrentinno.agent.resource.stored.ResourceContent;
import io.torrentinno.agent.resource.swarm.LiveSwarm;
import io.torrentinno.agent.resource.swarm.PieceListener;
import io.torrentinno.agent.resource.view.SwarmLevels;
import io.torrentinno.agent.resource.view.SwarmView;
import io.torrentinno.agent.resource.view.files.PieceStatus;
import io.torrentinno.agent.resource.view.trackers.TrackerStatus;
import io.torrentinno.agent.reuse.HintIntake;
import io.torrentinno.agent.reuse.LocalContent;
import io.torrentinno.agent.reuse.copying.CopiedBytes;
import io.torrentinno.agent.reuse.copying.LocalCopies;
import io.torrentinno.protocol.announce.Progress;
import io.torrentinno.protocol.announce.SwarmSize;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.model.TrackerAddress;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A resource with a manifest while it transfers: its open file, its swarm and its announces. */
final class ContentTransfer implements Activity.Transfer, LiveSwarm.Owner {
  private static final Logger log = LoggerFactory.getLogger(ContentTransfer.class);

  private final int run;
  private final ResourceContent.Known content;
  private final EventLoop loop;
  private final ResourceStorage storage;
  private final LiveSwarm swarm;
  private final SwarmAnnounces announces;
  private final PieceReaders readers;
  private final SwarmEvents published;
  private final Consumer<Event> events;
  private final StorageListener storageListener;

  /** Whether its files may be on a disk that is mounted and taken away. */
  private final boolean placed;

  /**
   * One that has not begun. Blocks while it looks for what need not be fetched.
   *
   * @param checked the result of the check; the transfer owns its storage from now on
   * @param events receives the events, on any thread
   */
  ContentTransfer(
      TransferContext agent,
      ResourceContent.Known content,
      CheckRun.Result checked,
      EventLoop loop,
      Consumer<Event> events) {
    SavedResource saved = content.saved();
    this.run = checked.run();
    this.content = content;
    this.loop = loop;
    this.storage = checked.storage();
    this.published = new SwarmEvents(agent.resources().events(), saved.infoHash());
    this.events = events;
    placed = saved.inPlace() || saved.isPlaced(agent.resources().state().places().root());
    CopiedBytes copied = new CopiedBytes(content.completion()::reused);
    content.completion().reused(storage.linkedBytes());
    agent.swarms().traffic().reused(storage.linkedBytes());
    LocalContent local = agent.search().search(saved, storage, checked.verified());
    swarm =
        new LiveSwarm(
            agent.swarms(),
            new LiveSwarm.Resource(
                saved.infoHash(),
                content.layout(),
                content.pieceChoice(),
                storage,
                new LocalCopies(local, storage, content.layout(), copied),
                (begin, length) ->
                    agent.resources().state().manifests().read(saved.infoHash(), begin, length),
                () -> content.saved().manifest().signatures(),
                new HintIntake(
                    local,
                    agent.resources().state().hints(saved.infoHash()),
                    agent.resources().background()),
                content.limits()),
            checked.verified(),
            loop,
            this);
    announces = announces(agent.announcers(), saved);
    readers = new PieceReaders(swarm, storage, loop, this::unreadable, System::nanoTime);
    storageListener =
        new PieceListener(
            agent.swarms().traffic(), content.layout(), copied, this::stored, this::unreadable);
  }

  private SwarmAnnounces announces(Announcers announcers, SavedResource saved) {
    return new SwarmAnnounces(
        announcers,
        saved.trackers(),
        new AnnounceSubject(
            saved.infoHash(), content.name(), this::progress, this::on, published::moved));
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
  public PieceStatus pieces() {
    return swarm.pieces();
  }

  @Override
  public PieceHashes hashes() {
    return storage.hashes();
  }

  @Override
  public StorageListener storageListener() {
    return storageListener;
  }

  @Override
  public PieceSource source() {
    return readers;
  }

  @Override
  public @Nullable String announceFailure() {
    return announces.failure();
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
    setSequential(content.isSequential());
    announces.start();
  }

  @Override
  public void setSequential(boolean sequential) {
    on(new SessionEvent.OrderChanged(sequential ? PieceOrder.SEQUENTIAL : PieceOrder.RAREST_FIRST));
  }

  @Override
  public void call(PeerAddress address) {
    on(new SessionEvent.AddressNamed(address));
  }

  @Override
  public void choose(PieceChoice choice) {
    loop.execute(() -> {
      content.completion().skip(choice.skipped(), swarm.verified());
      swarm.on(new SessionEvent.ChoiceChanged(choice));
      published.moved();
    });
  }

  @Override
  public void liftBan(PeerId peer) {
    on(new SessionEvent.BanLifted(peer));
  }

  @Override
  public boolean finish(Handover handover) throws StorageException {
    switch (storage.complete(content.files(), handover)) {
      case NOTHING -> {}
      case MISSING -> {
        return false;
      }
      case CHOSEN -> {
        content.completion().note(storage.verified()); // Other resources may copy them now.
        log.info(
            "The chosen files of {} ({}) are complete: {} bytes",
            content.name(),
            swarm.infoHash(),
            content.selectedBytes());
      }
      case ALL -> {
        announces.completed();
        log.info(
            "{} ({}) is complete: {} bytes",
            content.name(),
            swarm.infoHash(),
            content.layout().length());
      }
    }
    return true;
  }

  @Override
  public void stop() {
    announces.stop();
    readers.end();
    content.completion().set(swarm.pieces().verified());
    swarm.stop();
    storage.close();
    content.completion().set(storage.verified()); // with the pieces that were queued until now
  }

  @Override
  public void completed() {
    events.accept(new Event.AllVerified(run));
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
  public void unreadable(StorageException failure) {
    boolean heals = placed && isGone(failure);
    events.accept(
        new Event.RunFailed(
            run,
            heals
                ? new Failure(true, String.valueOf(failure.getMessage()))
                : Failures.of(failure)));
  }

  /**
   * What is gone from a chosen place, or was shared, comes back when its disk is mounted again or
   * somebody puts it back.
   */
  private static boolean isGone(StorageException failure) {
    return failure.getCause() instanceof StorageException cause
        && cause.reason() == StorageException.Reason.NO_SUCH_FILE;
  }

  @Override
  public void broken(RuntimeException fault) {
    log.error("{} ({}) stopped: internal error", content.name(), swarm.infoHash(), fault);
    events.accept(new Event.RunFailed(run, Failures.of(fault)));
  }

  /** Gives the session an event; returns at once. */
  private void on(SessionEvent event) {
    loop.execute(() -> swarm.on(event));
  }

  /** Feeds the session with what the storage says. */
  private void stored(List<SessionEvent> together) {
    loop.execute(() -> {
      for (SessionEvent event : together) {
        if (event instanceof SessionEvent.PieceVerified(int piece)) {
          content.completion().gained(piece);
        }
        swarm.on(event);
      }
      readers.look();
    });
  }

  private Progress progress() {
    SwarmLevels.Flow totals = swarm.levels().totals();
    return Progress.of(content.completion().left(), totals.upload(), totals.download());
  }
}
