package io.torrentinno.agent.resource;

import io.netty.channel.EventLoop;
import io.torrentinno.agent.content.ResourceStorage;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.engine.model.Ban;
import io.torrentinno.agent.engine.model.SessionEvent;
import io.torrentinno.agent.engine.model.SessionEvent.PeersFound;
import io.torrentinno.agent.resource.announcing.SwarmAnnounces;
import io.torrentinno.agent.resource.lifecycle.Event;
import io.torrentinno.agent.resource.swarm.LiveSwarm;
import io.torrentinno.agent.resource.view.SwarmView;
import io.torrentinno.protocol.announce.Progress;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A resource with a manifest while it transfers: its open file, its swarm and its announces. Calls
 * that change it block and come one at a time, never on the event loop.
 */
final class Transfer implements LiveSwarm.Owner {
  private static final Logger log = LoggerFactory.getLogger(Transfer.class);

  private final int run;
  private final ResourceContent.Known content;
  private final EventLoop loop;
  private final ResourceStorage storage;
  private final LiveSwarm swarm;
  private final SwarmAnnounces announces;
  private final ResourceEvents.SwarmEvents published;
  private final Consumer<Event> events;

  /**
   * One that has not begun.
   *
   * @param done has succeeded; its storage belongs to this from here on
   * @param published where what happens to the resource is published
   * @param events takes what happens, on any thread
   */
  Transfer(
      ResourceContext context,
      CheckRun done,
      ResourceContent.Known content,
      EventLoop loop,
      ResourceEvents published,
      Consumer<Event> events) {
    this.run = done.number();
    this.content = content;
    this.loop = loop;
    this.storage = done.takeStorage();
    this.published = published.ofSwarm();
    this.events = events;
    SavedResource saved = content.saved();
    swarm =
        new LiveSwarm(
            context.swarms(),
            new LiveSwarm.Resource(
                saved.infoHash(),
                content.layout(),
                storage,
                (begin, length) -> context.state().readManifest(saved.infoHash(), begin, length),
                content.limits()),
            done.verified(),
            loop,
            this);
    announces =
        new SwarmAnnounces(
            context.announcers(),
            saved.trackers(),
            new SwarmAnnounces.Subject(
                saved.infoHash(),
                content.name(),
                this::progress,
                peers -> on(new PeersFound(peers)),
                published::moved));
  }

  LiveSwarm swarm() {
    return swarm;
  }

  /** What announcing last failed with; null when all is well. */
  @Nullable String announceFailure() {
    return announces.failure();
  }

  void start() {
    loop.execute(swarm::start);
    on(new SessionEvent.OrderChanged(content.persisted().order().toEngine()));
    announces.start();
  }

  /** Feeds the session; returns at once. */
  void on(SessionEvent event) {
    loop.execute(() -> swarm.on(event));
  }

  /** Feeds the session with what the storage says; {@code gained} bytes are verified with it. */
  void on(SessionEvent event, int gained) {
    loop.execute(() -> {
      content.completion().gained(gained);
      swarm.on(event);
    });
  }

  /** Gives the file its final name, before anybody is told that it is complete. */
  void finish() throws StorageException {
    storage.complete();
    announces.completed();
    log.info(
        "{} ({}) is complete: {} bytes",
        content.name(),
        swarm.infoHash(),
        content.layout().length());
  }

  /** Leaves the trackers, closes all connections, brings everything onto the disk. */
  void stop() {
    announces.stop();
    content.completion().set(swarm.pieces().verified());
    swarm.stop();
    storage.close();
    content.completion().set(storage.verified()); // with what was queued until now
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
  public void seen(SwarmView.Levels levels, List<Ban> bans) {
    published.seen(levels, bans);
  }

  @Override
  public void unreadable(StorageException failure) {
    events.accept(new Event.RunFailed(run, Failures.of(failure)));
  }

  @Override
  public void broken(RuntimeException fault) {
    log.error("{} ({}) stopped: internal error", content.name(), swarm.infoHash(), fault);
    events.accept(new Event.RunFailed(run, Failures.of(fault)));
  }

  private Progress progress() {
    SwarmView.Flow totals = swarm.levels().totals();
    return Progress.of(content.completion().left(), totals.upload(), totals.download());
  }
}
