package io.torrentinno.agent.runtime;

import io.torrentinno.agent.content.disk.DataFolder;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.state.SavedMagnet;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.content.state.VerifiedContent;
import io.torrentinno.agent.resource.Activity;
import io.torrentinno.agent.resource.Failures;
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
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.MagnetLink;
import io.torrentinno.protocol.model.TrackerAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The resources of an agent, each once and no two with the same file. */
final class Resources implements ResourceRegistry, SharedResources {
  /** How long adding waits to report a failure at once, rather than in the status. */
  private static final Duration LAUNCH_PATIENCE = Duration.ofMillis(900);

  private final ResourceContext context;
  private final Activity.Factory activities;
  private final DataFolder folder;
  private final TrackerAddress ownTracker;
  private final ConcurrentMap<InfoHash, Resource> byHash;
  private final FileClaims claims = new FileClaims();

  /**
   * No resources.
   *
   * @param ownTracker where to look for the peers of a link that names no tracker
   * @param byHash where they are kept, for others to look at
   */
  Resources(
      ResourceContext context,
      Activity.Factory activities,
      DataFolder folder,
      TrackerAddress ownTracker,
      ConcurrentMap<InfoHash, Resource> byHash) {
    this.context = context;
    this.activities = activities;
    this.folder = folder;
    this.ownTracker = ownTracker;
    this.byHash = byHash;
  }

  /** Starts all that is remembered. */
  void load() throws StorageException {
    for (SavedResource saved : context.state().load()) {
      claims.add(saved);
      hold(context.known(saved, true)).load();
    }
    for (SavedMagnet saved : context.state().loadMagnets()) {
      hold(link(saved)).load();
    }
  }

  Collection<Resource> all() {
    return byHash.values();
  }

  /**
   * The resource of this info-hash.
   *
   * @throws ResourceException {@link Reason#UNKNOWN} when there is none
   */
  Resource get(InfoHash infoHash) {
    Resource resource = byHash.get(infoHash);
    if (resource == null) {
      throw new ResourceException(Reason.UNKNOWN, "no resource " + infoHash);
    }
    return resource;
  }

  @Override
  public ResourceStatus status(InfoHash infoHash) {
    return get(infoHash).status();
  }

  @Override
  public @Nullable ResourceStatus sharedAs(Path file, String name) throws StorageException {
    Resource known = of(file);
    if (known == null || known.state() == ResourceState.ERROR) {
      return null;
    }
    ResourceStatus status = known.status();
    return status.name().equals(name) && context.state().isVerified(known.saved()) ? status : null;
  }

  /** The resource whose finished file this is, or will be; null if there is none. */
  private @Nullable Resource of(Path file) {
    InfoHash infoHash = claims.owner(file);
    return infoHash == null ? null : byHash.get(infoHash);
  }

  /**
   * Starts a resource; returns when it is on the disk to stay. Many may be launched at a time.
   *
   * @param verified what was seen if its bytes are known to match
   */
  Added launch(SavedResource saved, @Nullable VerifiedContent verified) {
    while (true) {
      Resource known = byHash.get(saved.infoHash());
      Added added = known == null ? create(saved, verified) : join(known, saved);
      if (added != null) {
        return added;
      }
    }
  }

  @Override
  public Added launchShared(SavedResource found, VerifiedContent verified) throws StorageException {
    Resource before = of(found.file());
    if (before == null) {
      return launch(found, verified);
    }
    SavedResource known = before.saved();
    // Their info-hashes may differ all the same: manifests say when they were made.
    boolean same = known.manifest().hasSameContent(found.manifest());
    if (context.state().isOutdated(known)) {
      before.remove(false);
    } else if (same && before.state() == ResourceState.ERROR) {
      before.resume();
    }
    Added added = launch(same ? known : found, verified);
    return new Added(added.resource(), !same);
  }

  /** Starts to fetch the manifest that a link names. */
  Added launch(MagnetLink link) {
    while (true) {
      Resource known = byHash.get(link.infoHash());
      if (known != null) {
        return new Added(known.status(), false);
      }
      Resource created;
      CompletableFuture<Launch> launch;
      synchronized (this) {
        if (byHash.containsKey(link.infoHash())) {
          continue;
        }
        created = create(link(new SavedMagnet(link, false)));
        launch = created.launch(null);
        byHash.put(link.infoHash(), created);
      }
      result(launch);
      return new Added(created.status(), true);
    }
  }

  /** Null when another was quicker. */
  private @Nullable Added create(SavedResource saved, @Nullable VerifiedContent verified) {
    Resource created;
    CompletableFuture<Launch> launch;
    synchronized (this) {
      if (byHash.containsKey(saved.infoHash())) {
        return null;
      }
      claim(saved);
      created = create(context.known(saved, false));
      launch = created.launch(verified);
      byHash.put(saved.infoHash(), created);
    }
    result(launch).await(LAUNCH_PATIENCE);
    return new Added(created.status(), true);
  }

  /** Null when the resource is removed meanwhile. */
  private static @Nullable Added join(Resource known, SavedResource saved) {
    try {
      boolean created = known.join(saved);
      known.launched().await(LAUNCH_PATIENCE);
      return new Added(known.status(), created);
    } catch (ResourceException e) {
      if (e.reason() == Reason.UNKNOWN) {
        return null;
      }
      throw e;
    }
  }

  private static Launch result(CompletableFuture<Launch> launch) {
    try {
      return launch.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof Exception cause ? Failures.refusal(cause) : e;
    }
  }

  @Override
  public Path place(String name) throws StorageException {
    return folder.fileFor(name);
  }

  @Override
  public void claim(SavedResource resource) {
    claims.claim(resource);
  }

  @Override
  public void release(InfoHash infoHash, Path file) {
    claims.release(infoHash, file);
  }

  /** Whoever starts it holds the lock until it is there. */
  @Override
  public synchronized void added(InfoHash infoHash) {
    if (!byHash.containsKey(infoHash)) {
      throw new IllegalStateException("not there: " + infoHash);
    }
  }

  @Override
  public synchronized void removed(InfoHash infoHash, @Nullable Path file) {
    byHash.remove(infoHash);
    claims.release(infoHash, file);
  }

  private Resource hold(ResourceContent content) {
    Resource resource = create(content);
    byHash.put(resource.infoHash(), resource);
    return resource;
  }

  private Resource create(ResourceContent content) {
    return new Resource(context, activities, content, this);
  }

  private ResourceContent link(SavedMagnet saved) {
    List<TrackerAddress> named = saved.link().trackers();
    return new ResourceContent.Link(saved, named.isEmpty() ? List.of(ownTracker) : named);
  }
}
