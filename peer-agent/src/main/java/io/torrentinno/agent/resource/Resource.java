package io.torrentinno.agent.resource;

import io.torrentinno.agent.content.Handover;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.content.state.VerifiedContent;
import io.torrentinno.agent.events.AgentEvents;
import io.torrentinno.agent.events.Sampler;
import io.torrentinno.agent.limits.RateLimits;
import io.torrentinno.agent.manifest.ManifestV2;
import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.agent.net.Swarm;
import io.torrentinno.agent.placement.Placement;
import io.torrentinno.agent.resource.lifecycle.Event;
import io.torrentinno.agent.resource.lifecycle.Removal;
import io.torrentinno.agent.resource.reading.FileList;
import io.torrentinno.agent.resource.reading.FileLookup;
import io.torrentinno.agent.resource.reading.PieceFileReader;
import io.torrentinno.agent.resource.reading.ReadablePieces;
import io.torrentinno.agent.resource.stored.ResourceContent;
import io.torrentinno.agent.resource.view.FetchOrder;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.resource.view.ResourceException.Reason;
import io.torrentinno.agent.resource.view.ResourceState;
import io.torrentinno.agent.resource.view.ResourceStatus;
import io.torrentinno.agent.resource.view.SwarmView;
import io.torrentinno.agent.resource.view.files.FileStatus;
import io.torrentinno.agent.resource.view.files.PieceStatus;
import io.torrentinno.agent.resource.view.reading.FileReader;
import io.torrentinno.agent.resource.view.reading.ReadableFile;
import io.torrentinno.agent.resource.view.trackers.TrackerStatus;
import io.torrentinno.agent.reuse.HeldContent;
import io.torrentinno.agent.selection.FileChoice;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.MagnetLink;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.model.TrackerAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A file or a folder that the agent shares or fetches, from the time when it is added until it is
 * removed. A manifest describes it, and the info-hash of the manifest names it. While only a link
 * is known, peers are asked for the manifest. What is stored of a resource is its {@link
 * SavedResource}: the manifest, the place on disk and the choices of people. What happens to it is
 * decided by its {@link io.torrentinno.agent.resource.lifecycle.Lifecycle Lifecycle}.
 *
 * <p>Calls that change it wait for their turn. They are refused with {@link Reason#BUSY} when this
 * takes too long, and with {@link Reason#UNKNOWN} when the resource is removed before. Calls that
 * only read it may come from any thread at any time.
 */
public final class Resource {
  private final InfoHash infoHash;
  private final ResourceControl control;
  private final ReadablePieces readable;
  private final AgentEvents events;

  /**
   * A resource before its first event.
   *
   * @param activities makes its activities
   */
  public Resource(
      ResourceContext context,
      Activity.Factory activities,
      ResourceContent content,
      ResourceRegistry registry) {
    infoHash = content.infoHash();
    events = context.events();
    control = new ResourceControl(context, activities, content, registry);
    readable = new ReadablePieces(control);
  }

  public InfoHash infoHash() {
    return infoHash;
  }

  /** As was chosen for it, or else its manifest says, or its link. */
  public String name() {
    return control.content().name();
  }

  /**
   * Its manifest.
   *
   * @throws ResourceException {@link Reason#NO_MANIFEST} while it is not known
   */
  public ResourceManifest manifest() {
    return known().saved().manifest();
  }

  /** Its manifest if that is known and of version 2; else null. */
  public @Nullable ManifestV2 version2() {
    return control.content() instanceof ResourceContent.Known known
            && known.saved().manifest() instanceof ManifestV2 manifest
        ? manifest
        : null;
  }

  /** Its stored values; refused like {@link #manifest}. */
  public SavedResource saved() {
    return known().saved();
  }

  public ResourceState state() {
    return ResourceStates.of(control.phase());
  }

  /**
   * Starts a resource that was stored before a restart.
   *
   * @param fault which part of it is damaged, and what a person can do; null when nothing is
   *     damaged
   */
  public void load(@Nullable String fault) {
    control.load(fault);
  }

  /**
   * Starts a resource that is added. The first call.
   *
   * @param verified the stamps, when its bytes are known to match; else null
   * @return completed when it is stored durably
   */
  public CompletableFuture<Launch> launch(@Nullable VerifiedContent verified) {
    return control.launch(verified);
  }

  /**
   * Takes the manifest, unless it is known already. Returns when it is stored durably.
   *
   * @return whether it was new
   */
  public boolean join(SavedResource saved) {
    return control.join(saved);
  }

  /** Where it was chosen to lie, while its manifest is not known; null afterwards. */
  public @Nullable Placement placement() {
    return switch (control.content()) {
      case ResourceContent.Known _ -> null;
      case ResourceContent.Link link -> link.saved().placement();
    };
  }

  /** The first check, for which the call that added the resource waits. */
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

  /** If it failed and would be tried again later, tries again now; returns at once. */
  public void retryNow() {
    control.retryNow();
  }

  /** Stops its transfer, if there is one, because of a failure of the disk; returns at once. */
  public void fail(StorageException cause) {
    control.fail(cause);
  }

  public void recheck() {
    control.command(new Event.Recheck());
  }

  /**
   * Removes it.
   *
   * @param deleteData also deletes its file, unless it was shared in place
   */
  public void remove(boolean deleteData) {
    control.remove(deleteData ? Removal.DELETE_DATA : Removal.KEEP_DATA);
  }

  /**
   * Gives its place to a replacement, and is gone then; or stays, when it can't.
   *
   * @param move puts the replacement in the place
   */
  public void giveWay(SavedResource replacement, Handover.Move move) {
    control.giveWay(replacement, move);
  }

  /** Ends all that goes on, for good. */
  public void close() {
    control.close();
  }

  /** Its own limits. */
  public RateLimits limits() {
    return control.content().ownLimits();
  }

  /** Stores and applies limits. Refused as {@link #manifest}. */
  public void setLimits(RateLimits changed) {
    control.change(settings -> settings.setLimits(known(), changed));
  }

  /** Stores and applies an order. Refused as {@link #manifest}. */
  public void setOrder(FetchOrder order) {
    control.change(settings -> settings.setOrder(known(), order));
  }

  /**
   * Records which files are fetched, and fetches them. While there is no manifest, the choice waits
   * for that.
   */
  public void choose(FileChoice choice) {
    control.change(settings -> settings.choose(choice));
  }

  /** Its signatures. Refused like {@link #manifest}. */
  public List<String> signatures() {
    return manifest().signatures();
  }

  /**
   * Stores other signatures of its manifest. Refused like {@link #manifest}.
   *
   * @throws ResourceException {@link Reason#BAD_SIGNATURE} when one of them is wrong; {@link
   *     Reason#NOT_SIGNED} when the agent takes no manifest with these
   */
  public void setSignatures(List<String> signatures) {
    control.change(settings -> settings.sign(known(), signatures));
  }

  /** Adds the signatures of another copy of its manifest that are right. */
  public void addSignatures(List<String> others) {
    if (!manifest().signatures().containsAll(others)) {
      control.change(settings -> settings.addSignatures(known(), others));
    }
  }

  /** The signers that are allowed have changed; returns at once. */
  public void judgeAgain() {
    control.judgeAgain();
  }

  /** Where it is announced, or will be. */
  public List<TrackerStatus> trackers() {
    Activity activity = control.activity();
    return activity != null
        ? activity.trackers()
        : control.content().trackers().stream()
            .map(tracker -> new TrackerStatus(tracker, false, null, null))
            .toList();
  }

  /** Stores trackers, and announces it to these alone. */
  public void setTrackers(List<TrackerAddress> trackers) {
    control.change(settings -> settings.announceTo(trackers, true));
  }

  /** Stores further trackers, as far as there is room, and announces it to them, too. */
  public void addTrackers(List<TrackerAddress> more) {
    if (control.content().trackers().containsAll(more)) {
      return;
    }
    control.change(settings -> {
      Stream<TrackerAddress> all =
          Stream.concat(control.content().magnet().trackers().stream(), more.stream());
      settings.announceTo(all.distinct().limit(MagnetLink.MAX_TRACKERS).toList(), false);
    });
  }

  /**
   * Calls the peers at these addresses, now and whenever it begins to transfer. Refused with {@link
   * Reason#NOT_RUNNING} while it is paused or has failed.
   */
  public void addPeers(List<PeerAddress> peers) {
    control.call(() -> control.addPeers(peers));
  }

  /** Ends the ban of a peer, if there is one. */
  public void liftBan(PeerId peer) {
    Activity activity = control.activity();
    if (activity != null) {
      activity.liftBan(peer);
    }
  }

  /** The swarm that peers may join; null while there is none. */
  public @Nullable Swarm swarm() {
    Activity activity = control.activity();
    return activity == null ? null : activity.swarm();
  }

  /** Its present swarm, or an empty one. */
  public SwarmView view() {
    Activity activity = control.activity();
    return activity == null ? SwarmView.NONE : activity.view();
  }

  /** The state of its pieces. Refused as {@link #manifest}. */
  public PieceStatus pieces() {
    ResourceContent.Known known = known();
    Activity.Transfer running = control.transfer();
    return running == null
        ? new PieceStatus(known.completion().pieces(), new Bitfield(known.layout().count()))
        : running.pieces();
  }

  /**
   * The bytes that other resources may copy: all, or those that were there when its transfer began,
   * or when the chosen files were last complete. Null when there are none, and for version 1, which
   * has another kind of hashes.
   */
  public @Nullable HeldContent held() {
    ManifestV2 manifest = version2();
    if (manifest == null
        || !(control.content() instanceof ResourceContent.Known known)
        || known.completion().left() == known.size()) {
      return null;
    }
    Bitfield verified =
        known.completion().left() == 0
            ? Bitfield.full(known.layout().count())
            : known.completion().pieces();
    Activity.Transfer running = control.transfer();
    return new HeldContent(
        known.saved(), manifest, verified, running == null ? null : running.hashes());
  }

  /** Its entries, and how far they have come; refused like {@link #manifest}. */
  public List<FileStatus> files() {
    return FileList.of(manifest(), pieces().verified(), known().files());
  }

  /** A file of it for reading. Refused as {@link #manifest}. */
  public ReadableFile file(List<String> path) {
    return FileLookup.find(manifest(), path);
  }

  /** Reads a part of one of its files, from {@code begin} up to {@code end}. */
  public FileReader read(ReadableFile file, long begin, long end) {
    PieceFileReader.Part part = new PieceFileReader.Part(file, begin, end);
    return new PieceFileReader(readable.enter(), events, manifest(), part);
  }

  /** Ends the waits of readers; returns at once. */
  public void endReads() {
    Activity.Transfer running = control.transfer();
    if (running != null) {
      running.source().end();
    }
  }

  public ResourceStatus status() {
    return control.report().status();
  }

  /** Its progress, for subscribers. */
  public Sampler.Sample sample() {
    return control.report().sample();
  }

  private ResourceContent.Known known() {
    return switch (control.content()) {
      case ResourceContent.Known known -> known;
      case ResourceContent.Link _ ->
          throw new ResourceException(
              Reason.NO_MANIFEST, "the manifest of " + infoHash + " has not arrived yet");
    };
  }
}
