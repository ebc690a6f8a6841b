package io.torrentinno.agent.resource;

import io.netty.channel.EventLoop;
import io.torrentinno.agent.content.disk.FileStamp;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.engine.model.ManifestEvent;
import io.torrentinno.agent.engine.model.SessionEvent;
import io.torrentinno.agent.events.Figures;
import io.torrentinno.agent.events.Sampler;
import io.torrentinno.agent.net.Swarm;
import io.torrentinno.agent.resource.lifecycle.Event;
import io.torrentinno.agent.resource.lifecycle.Phase;
import io.torrentinno.agent.resource.lifecycle.Removal;
import io.torrentinno.agent.resource.view.FetchOrder;
import io.torrentinno.agent.resource.view.PieceStatus;
import io.torrentinno.agent.resource.view.RateLimits;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.resource.view.ResourceException.Reason;
import io.torrentinno.agent.resource.view.ResourceState;
import io.torrentinno.agent.resource.view.ResourceStatus;
import io.torrentinno.agent.resource.view.SwarmView;
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
public final class Resource {
  private final InfoHash infoHash;
  private final ResourceControl control;

  public Resource(
      ResourceContext context, EventLoop loop, ResourceContent content, ResourceRegistry registry) {
    infoHash = content.magnet().infoHash();
    control = new ResourceControl(context, loop, content, registry);
  }

  public InfoHash infoHash() {
    return infoHash;
  }

  /**
   * What it is.
   *
   * @throws ResourceException {@link Reason#NO_MANIFEST} while it is not known
   */
  public Manifest manifest() {
    return known().saved().manifest();
  }

  /** What is stored of it; refused like {@link #manifest}. */
  public SavedResource saved() {
    return known().saved();
  }

  public ResourceState state() {
    return ResourceState.of(control.phase());
  }

  /** Starts what was remembered over a restart. */
  public void load() {
    control.load();
  }

  /**
   * Starts what is added, before anything else happens to it.
   *
   * @param verified the stamp of its file if that is known to match
   * @return done when it is on the disk to stay
   */
  public CompletableFuture<Launch> launch(@Nullable FileStamp verified) {
    return control.launch(verified);
  }

  /**
   * Takes the manifest, unless it is known already; returns when it is on the disk to stay.
   *
   * @return whether it was new
   */
  public boolean join(SavedResource saved) {
    return control.join(saved);
  }

  /** The first check, which whoever has added it waits for. */
  public Launch launched() {
    return control.launched();
  }

  public void pause() {
    control.command(new Event.Pause());
  }

  /** Ends a pause, or tries again after an error. */
  public void resume() {
    control.command(new Event.Resume());
  }

  /** Tries again at once what failed and would be tried again later; returns at once. */
  public void retryNow() {
    control.retryNow();
  }

  /** Stops its transfer, if there is one, for what happened to the disk; returns at once. */
  public void fail(StorageException cause) {
    control.fail(cause);
  }

  public void recheck() {
    control.command(new Event.Recheck());
  }

  /**
   * Forgets it.
   *
   * @param deleteData also deletes its file, unless it was shared from outside the data folder
   */
  public void remove(boolean deleteData) {
    control.remove(deleteData ? Removal.DELETE_DATA : Removal.KEEP_DATA);
  }

  /** Ends all that goes on, for good. */
  public void close() {
    control.close();
  }

  /** Its own limits. */
  public RateLimits limits() {
    return switch (control.content()) {
      case ResourceContent.Known known -> known.persisted().limits();
      case ResourceContent.Link _ -> RateLimits.NONE;
    };
  }

  /** Records and applies limits; refused like {@link #manifest}. */
  public void setLimits(RateLimits changed) {
    control.call(() -> {
      ResourceContent.Known known = known();
      known.persisted().setLimits(changed);
      AgentLimits.set(known.limits(), changed);
      control.events().settingsChanged();
    });
  }

  /** Records and applies an order; refused like {@link #manifest}. */
  public void setOrder(FetchOrder order) {
    control.call(() -> {
      known().persisted().setOrder(order);
      Transfer running = control.transfer();
      if (running != null) {
        running.on(new SessionEvent.OrderChanged(order.toEngine()));
      }
      control.events().settingsChanged();
    });
  }

  /** Lets a peer in again, if it is kept out. */
  public void liftBan(PeerId peer) {
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
  public @Nullable Swarm swarm() {
    Transfer running = control.transfer();
    if (running != null) {
      return running.swarm();
    }
    ManifestFetch fetching = control.fetch();
    return fetching == null ? null : fetching.swarm();
  }

  /** Its swarm as it stands, or that of nobody. */
  public SwarmView view() {
    Transfer running = control.transfer();
    if (running != null) {
      return running.swarm();
    }
    ManifestFetch fetching = control.fetch();
    return fetching == null ? SwarmView.NONE : fetching.swarm();
  }

  /** Refused like {@link #manifest}. */
  public PieceStatus pieces() {
    ResourceContent.Known known = known();
    Transfer running = control.transfer();
    return running == null
        ? new PieceStatus(known.completion().pieces(), new Bitfield(known.layout().count()))
        : running.swarm().pieces();
  }

  public ResourceStatus status() {
    Phase phase = control.phase();
    ResourceContent content = control.content();
    SwarmView.Levels levels = view().levels();
    SwarmView.Flow rates = levels.rates();
    return new ResourceStatus(
        infoHash,
        content.name(),
        ResourceState.of(phase),
        switch (content) {
          case ResourceContent.Known known -> known.layout().length();
          case ResourceContent.Link _ -> 0;
        },
        switch (content) {
          case ResourceContent.Known known -> known.completion().bytes();
          case ResourceContent.Link _ -> 0;
        },
        rates.download(),
        rates.upload(),
        levels.peers().connected(),
        levels.peers().seeders(),
        eta(content, rates.download()),
        content.magnet(),
        switch (content) {
          case ResourceContent.Known known -> known.persisted().order();
          case ResourceContent.Link _ -> FetchOrder.RAREST_FIRST;
        },
        control.condition(phase));
  }

  /** What moves in it, for those who follow that. */
  public Sampler.Sample sample() {
    ResourceStatus now = status();
    return new Sampler.Sample(
        new Figures(
            now.completedBytes(),
            new Figures.Rates(now.downloadRate(), now.uploadRate()),
            new Figures.Peers(now.peers(), now.seeders()),
            now.eta(),
            now.condition().waiting()),
        now.error());
  }

  private static @Nullable Duration eta(ResourceContent content, long downloadRate) {
    return switch (content) {
      case ResourceContent.Known known ->
          ResourceStatus.eta(known.completion().left(), downloadRate);
      case ResourceContent.Link _ -> null;
    };
  }

  private ResourceContent.Known known() {
    return switch (control.content()) {
      case ResourceContent.Known known -> known;
      case ResourceContent.Link _ ->
          throw new ResourceException(
              Reason.NO_MANIFEST, "the manifest of " + infoHash + " is still to be fetched");
    };
  }
}
