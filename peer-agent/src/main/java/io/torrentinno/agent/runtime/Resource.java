package io.torrentinno.agent.runtime;

import io.netty.channel.EventLoop;
import io.torrentinno.agent.content.disk.FileStamp;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.engine.ManifestEvent;
import io.torrentinno.agent.engine.SessionEvent;
import io.torrentinno.agent.net.Swarm;
import io.torrentinno.agent.resource.Event;
import io.torrentinno.agent.resource.Phase;
import io.torrentinno.agent.resource.Removal;
import io.torrentinno.agent.runtime.ResourceException.Reason;
import io.torrentinno.protocol.manifest.Manifest;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One info-hash of an agent, from the moment it is added until it is removed. What changes it waits
 * for its turn and is refused with {@link Reason#BUSY} when that takes too long, and with {@link
 * Reason#UNKNOWN} when the resource is gone by then. What looks at it may come from any thread at
 * any moment.
 */
final class Resource {
  private final InfoHash infoHash;
  private final ResourceControl control;

  Resource(AgentContext context, EventLoop loop, Content content, Registry registry) {
    infoHash = content.magnet().infoHash();
    control = new ResourceControl(context, loop, content, registry);
  }

  InfoHash infoHash() {
    return infoHash;
  }

  /**
   * What it is.
   *
   * @throws ResourceException {@link Reason#NO_MANIFEST} while it is not known
   */
  Manifest manifest() {
    return known().saved().manifest();
  }

  /** What is stored of it; refused like {@link #manifest}. */
  SavedResource saved() {
    return known().saved();
  }

  ResourceState state() {
    return ResourceState.of(control.phase());
  }

  /** Starts what was remembered over a restart. */
  void load() {
    control.load();
  }

  /**
   * Starts what is added, before anything else happens to it.
   *
   * @param verified the stamp of its file if that is known to match
   * @return done when it is on the disk to stay
   */
  CompletableFuture<Launch> launch(@Nullable FileStamp verified) {
    return control.launch(verified);
  }

  /**
   * Takes the manifest, unless it is known already; returns when it is on the disk to stay.
   *
   * @return whether it was new
   */
  boolean join(SavedResource saved) {
    return control.join(saved);
  }

  /** The first check, which whoever has added it waits for. */
  Launch launched() {
    return control.launched();
  }

  void pause() {
    control.command(new Event.Pause());
  }

  /** Ends a pause, or tries again after an error. */
  void resume() {
    control.command(new Event.Resume());
  }

  /** Tries again at once what failed and would be tried again later; returns at once. */
  void retryNow() {
    control.retryNow();
  }

  /** Stops its transfer, if there is one, for what happened to the disk; returns at once. */
  void fail(StorageException cause) {
    control.fail(cause);
  }

  void recheck() {
    control.command(new Event.Recheck());
  }

  /**
   * Forgets it.
   *
   * @param deleteData also deletes its file, unless it was shared from outside the data folder
   */
  void remove(boolean deleteData) {
    control.remove(deleteData ? Removal.DELETE_DATA : Removal.KEEP_DATA);
  }

  /** Ends all that goes on, for good. */
  void close() {
    control.close();
  }

  /** Its own limits. */
  RateLimits limits() {
    return switch (control.content()) {
      case Content.Known known -> known.persisted().limits();
      case Content.Link _ -> RateLimits.NONE;
    };
  }

  /** Records and applies limits; refused like {@link #manifest}. */
  void setLimits(RateLimits changed) {
    control.call(() -> {
      Content.Known known = known();
      known.persisted().setLimits(changed);
      AgentLimits.set(known.limits(), changed);
    });
  }

  /** Records and applies an order; refused like {@link #manifest}. */
  void setOrder(FetchOrder order) {
    control.call(() -> {
      known().persisted().setOrder(order);
      Transfer running = control.transfer();
      if (running != null) {
        running.on(new SessionEvent.OrderChanged(order.toEngine()));
      }
    });
  }

  /** Lets a peer in again, if it is kept out. */
  void liftBan(PeerId peer) {
    Transfer running = control.transfer();
    if (running != null) {
      running.on(new SessionEvent.BanLifted(peer));
    }
    ManifestFetch fetching = control.fetch();
    if (fetching != null) {
      fetching.on(new ManifestEvent.BanLifted(peer));
    }
  }

  /** The swarm that peers may join; null while there is none. */
  @Nullable Swarm swarm() {
    Transfer running = control.transfer();
    if (running != null) {
      return running.swarm();
    }
    ManifestFetch fetching = control.fetch();
    return fetching == null ? null : fetching.swarm();
  }

  /** Its swarm as it stands, or that of nobody. */
  SwarmView view() {
    Transfer running = control.transfer();
    if (running != null) {
      return running.swarm();
    }
    ManifestFetch fetching = control.fetch();
    return fetching == null ? SwarmView.NONE : fetching.swarm();
  }

  /** Refused like {@link #manifest}. */
  PieceStatus pieces() {
    Content.Known known = known();
    Transfer running = control.transfer();
    return running == null
        ? new PieceStatus(known.completion().pieces(), new Bitfield(known.layout().count()))
        : running.swarm().pieces();
  }

  ResourceStatus status() {
    Phase phase = control.phase();
    Content content = control.content();
    SwarmView.Levels levels = view().levels();
    SwarmView.Flow rates = levels.rates();
    return new ResourceStatus(
        infoHash,
        content.name(),
        ResourceState.of(phase),
        switch (content) {
          case Content.Known known -> known.layout().length();
          case Content.Link _ -> 0;
        },
        switch (content) {
          case Content.Known known -> known.completion().bytes();
          case Content.Link _ -> 0;
        },
        rates.download(),
        rates.upload(),
        levels.peers().connected(),
        levels.peers().seeders(),
        eta(content, rates.download()),
        content.magnet(),
        switch (content) {
          case Content.Known known -> known.persisted().order();
          case Content.Link _ -> FetchOrder.RAREST_FIRST;
        },
        control.condition(phase));
  }

  private static @Nullable Duration eta(Content content, long downloadRate) {
    return switch (content) {
      case Content.Known known -> ResourceStatus.eta(known.completion().left(), downloadRate);
      case Content.Link _ -> null;
    };
  }

  private Content.Known known() {
    return switch (control.content()) {
      case Content.Known known -> known;
      case Content.Link _ ->
          throw new ResourceException(
              Reason.NO_MANIFEST, "the manifest of " + infoHash + " is still to be fetched");
    };
  }
}
