package io.torrentinno.agent.runtime;

import io.torrentinno.agent.content.Handover;
import io.torrentinno.agent.content.disk.Probes;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.state.PersistedResource;
import io.torrentinno.agent.content.state.SavedMagnet;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.content.state.VerifiedContent;
import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.agent.placement.Placement;
import io.torrentinno.agent.resource.Activity;
import io.torrentinno.agent.resource.Launch;
import io.torrentinno.agent.resource.Resource;
import io.torrentinno.agent.resource.ResourceContext;
import io.torrentinno.agent.resource.ResourceRegistry;
import io.torrentinno.agent.resource.stored.ResourceContent;
import io.torrentinno.agent.resource.view.Added;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.resource.view.ResourceException.Reason;
import io.torrentinno.agent.resource.view.ResourceState;
import io.torrentinno.agent.resource.view.ResourceStatus;
import io.torrentinno.agent.runtime.places.FileClaims;
import io.torrentinno.agent.runtime.places.Places;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.MagnetLink;
import io.torrentinno.protocol.model.TrackerAddress;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The resources of an agent. Each resource is here once, and no two use the same file. */
final class Resources implements ResourceRegistry {
  private static final Logger log = LoggerFactory.getLogger(Resources.class);

  private static final String CUT_OFF =
      "the agent ended while the resource and its data were being removed. Remove it again, or"
          + " resume it: then the agent fetches the missing files";

  private final ResourceContext context;
  private final Activity.Factory activities;
  private final Places places;
  private final TrackerAddress ownTracker;
  private final ConcurrentMap<InfoHash, Resource> byHash;
  private final FileClaims claims;

  /** Held while a resource is added or removed. Threads that wait for it take no processor time. */
  private final Lock changing = new ReentrantLock();

  /**
   * An object without resources.
   *
   * @param ownTracker the tracker for links that name none
   * @param byHash the map that gets the resources, which other objects read
   */
  Resources(
      ResourceContext context,
      Activity.Factory activities,
      Places places,
      TrackerAddress ownTracker,
      ConcurrentMap<InfoHash, Resource> byHash) {
    this.context = context;
    this.activities = activities;
    this.places = places;
    this.claims = places.claims();
    this.ownTracker = ownTracker;
    this.byHash = byHash;
  }

  /** Starts all stored resources. */
  void load() throws StorageException {
    List<PersistedResource> all = new Replacements(context.state()).settle(context.state().load());
    all.stream()
        .flatMap(
            each -> each instanceof PersistedResource.Known known ? places(known) : Stream.empty())
        .distinct()
        .forEach(Probes::deleteOld);
    List<PersistedResource.Known> damagedOnes = new ArrayList<>();
    for (PersistedResource each : all) {
      switch (each) {
        case PersistedResource.Known known when known.fault() != null -> damagedOnes.add(known);
        case PersistedResource.Known known
            when context.state().isBeingRemoved(known.resource().infoHash()) ->
            goOnRemoving(known.resource());
        case PersistedResource.Known known -> load(known.resource(), null);
        case PersistedResource.Link(SavedMagnet magnet, String fault) -> {
          if (fault != null) {
            log.warn("{}: {}", magnet.link().infoHash(), fault);
          }
          hold(link(magnet, fault)).load(fault);
        }
      }
    }
    // Files of undamaged resources come first, because a damaged state may name one of their files.
    damagedOnes.forEach(each -> load(each.resource(), each.fault()));
  }

  /** The folder that a download is written into. */
  private static Stream<Path> places(PersistedResource.Known known) {
    SavedResource saved = known.resource();
    return saved.inPlace() ? Stream.empty() : Stream.ofNullable(saved.file().getParent());
  }

  private void load(SavedResource saved, @Nullable String fault) {
    // A file of another resource is never written.
    SavedResource loaded = claims.add(saved) ? saved : saved.asShared();
    if (fault != null) {
      claims.addDamaged(saved.infoHash());
    }
    hold(context.known(loaded, true)).load(fault);
  }

  /** Nothing is done with it meanwhile, and its data are not checked. */
  private void goOnRemoving(SavedResource saved) {
    SavedResource loaded = claims.add(saved) ? saved : saved.asShared();
    Resource resource = hold(context.known(loaded, true));
    resource.load(CUT_OFF);
    context.background().execute(() -> remove(resource));
  }

  private void remove(Resource resource) {
    String name = resource.name();
    try {
      resource.remove(true);
      log.info("The removal of {} and its data, which the last run began, is done", name);
    } catch (ResourceException e) {
      log.error("{} can't be removed: {}", name, e.getMessage());
      forgetRemoval(resource.infoHash());
    }
  }

  /** A person decides what becomes of it. */
  private void forgetRemoval(InfoHash infoHash) {
    try {
      context.state().setBeingRemoved(infoHash, false);
    } catch (StorageException e) {
      log.warn(
          "{} stays marked for removal, so the next start will delete its data: {}",
          infoHash,
          e.getMessage());
    }
  }

  Collection<Resource> all() {
    return byHash.values();
  }

  /**
   * The resource with this info-hash.
   *
   * @throws ResourceException {@link Reason#UNKNOWN} when there is none
   */
  Resource get(InfoHash infoHash) {
    Resource resource = byHash.get(infoHash);
    if (resource == null) {
      throw ResourceException.unknown(infoHash);
    }
    return resource;
  }

  /**
   * Starts a resource, and returns when its state is stored. Several may be started at a time.
   *
   * @param verified stamps of the content, when it is known to match the manifest; otherwise null
   */
  Added launch(SavedResource saved, @Nullable VerifiedContent verified) {
    long begun = System.nanoTime();
    while (true) {
      Resource known = byHash.get(saved.infoHash());
      Added added = known == null ? create(saved, verified, begun) : join(known, saved, begun);
      if (added != null) {
        return added;
      }
    }
  }

  /** Starts to fetch the manifest of a link. */
  Added launch(SavedMagnet magnet) {
    MagnetLink link = magnet.link();
    while (true) {
      Resource known = byHash.get(link.infoHash());
      if (known != null) {
        if (isJoined(known, link)) {
          return new Added(known.status(), false);
        }
        continue;
      }
      Resource created;
      CompletableFuture<Launch> launch;
      changing.lock();
      try {
        if (byHash.containsKey(link.infoHash())) {
          continue;
        }
        created = create(link(magnet, null));
        launch = created.launch(null);
        byHash.put(link.infoHash(), created);
      } finally {
        changing.unlock();
      }
      Launch.begun(launch);
      return new Added(created.status(), true);
    }
  }

  /**
   * Announces a resource to the trackers of a link, too. False when the resource was removed
   * meanwhile.
   */
  private static boolean isJoined(Resource known, MagnetLink link) {
    try {
      known.addTrackers(link.trackers());
      return true;
    } catch (ResourceException e) {
      if (e.reason() == Reason.UNKNOWN) {
        return false;
      }
      throw e;
    }
  }

  /** Null when another call was faster. */
  private @Nullable Added create(
      SavedResource saved, @Nullable VerifiedContent verified, long begun) {
    Resource created;
    CompletableFuture<Launch> launch;
    changing.lock();
    try {
      if (byHash.containsKey(saved.infoHash())) {
        return null;
      }
      claim(saved);
      created = create(context.known(saved, false));
      launch = created.launch(verified);
      byHash.put(saved.infoHash(), created);
    } finally {
      changing.unlock();
    }
    Launch.begun(launch).await(begun);
    return new Added(created.status(), true);
  }

  /** Null when the resource was removed meanwhile. */
  private static @Nullable Added join(Resource known, SavedResource saved, long begun) {
    try {
      boolean created = known.join(saved);
      known.addTrackers(saved.manifest().trackers());
      known.addSignatures(saved.manifest().signatures());
      known.launched().await(begun);
      return new Added(known.status(), created);
    } catch (ResourceException e) {
      if (e.reason() == Reason.UNKNOWN) {
        return null;
      }
      throw e;
    }
  }

  @Override
  public SavedResource place(ResourceManifest manifest, Placement placement)
      throws StorageException {
    SavedResource found = places.of(manifest, placement);
    SavedResource placed = placement.replace() ? toReplace(found) : found;
    places.requireOwnPart(placed, context.state());
    return placed;
  }

  /** The resource that has the place now is to be replaced, if there is one. */
  private SavedResource toReplace(SavedResource found) {
    InfoHash owner = claims.owner(found.file());
    Resource old = owner == null ? null : byHash.get(owner);
    if (old == null || old.infoHash().equals(found.infoHash())) {
      return found;
    }
    if (old.saved().inPlace()) {
      throw new ResourceException(
          Reason.NAME_TAKEN,
          "a resource that was shared in place is not replaced: "
              + found.file()
              + ", "
              + old.infoHash()
              + ". Choose another name or destination, or remove that resource first");
    }
    requireWhole(old);
    return found.replacing(old.infoHash());
  }

  /** The place has files of the old resource. Their bytes are not verified yet. */
  private static void requireWhole(Resource old) {
    ResourceStatus status = old.status();
    if (status.completedBytes() < status.size()
        && status.state() != ResourceState.CHECKING
        && Files.exists(old.saved().file(), LinkOption.NOFOLLOW_LINKS)) {
      throw new ResourceException(
          Reason.NAME_TAKEN,
          "only a part of "
              + old.saved().file()
              + " has been fetched, so it can't be replaced: "
              + old.infoHash()
              + ". Fetch the rest or remove that resource first");
    }
  }

  @Override
  public void handOver(SavedResource replacement, Handover.Move move) throws StorageException {
    InfoHash replaced = Objects.requireNonNull(replacement.replaces());
    Resource old = byHash.get(replaced);
    if (old != null && replaced.equals(claims.owner(replacement.file()))) {
      try {
        old.giveWay(replacement, over -> claims.handOver(replacement, move, over));
        return;
      } catch (ResourceException e) {
        if (e.reason() != Reason.UNKNOWN) {
          throw e;
        } // It was removed meanwhile.
      }
    }
    boolean _ = claims.handOver(replacement, move, false); // Nothing depends on it.
  }

  @Override
  public void claim(SavedResource resource) {
    claims.claim(resource);
  }

  @Override
  public void release(InfoHash infoHash, Path file) {
    claims.release(infoHash, file);
  }

  /** Waits until the resource is known: the thread that starts it holds the lock until then. */
  @Override
  public void added(InfoHash infoHash) {
    if (byHash.containsKey(infoHash)) {
      return;
    }
    changing.lock();
    try {
      if (!byHash.containsKey(infoHash)) {
        throw new IllegalStateException("there is no resource " + infoHash);
      }
    } finally {
      changing.unlock();
    }
  }

  @Override
  public void removed(InfoHash infoHash, @Nullable Path file) {
    changing.lock();
    try {
      byHash.remove(infoHash);
      claims.release(infoHash, file);
    } finally {
      changing.unlock();
    }
  }

  private Resource hold(ResourceContent content) {
    Resource resource = create(content);
    byHash.put(resource.infoHash(), resource);
    return resource;
  }

  private Resource create(ResourceContent content) {
    return new Resource(context, activities, content, this);
  }

  private ResourceContent link(SavedMagnet saved, @Nullable String fault) {
    return new ResourceContent.Link(saved, ownTracker, fault);
  }
}
