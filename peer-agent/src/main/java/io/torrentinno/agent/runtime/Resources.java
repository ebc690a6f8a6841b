package io.torrentinno.agent.runtime;

import io.netty.channel.EventLoop;
import io.torrentinno.agent.runtime.ResourceException.Reason;
import io.torrentinno.agent.storage.DataFolder;
import io.torrentinno.agent.storage.FileStamp;
import io.torrentinno.agent.storage.ResourceChoices;
import io.torrentinno.agent.storage.SavedLimits;
import io.torrentinno.agent.storage.SavedMagnet;
import io.torrentinno.agent.storage.SavedResource;
import io.torrentinno.agent.storage.StorageException;
import io.torrentinno.protocol.manifest.Manifest;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.MagnetLink;
import io.torrentinno.protocol.model.TrackerAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The resources of an agent, each once and no two with the same file. */
final class Resources {
  private static final Logger log = LoggerFactory.getLogger(Resources.class);

  /** How long adding waits to report a failure at once, rather than in the status. */
  private static final Duration START_PATIENCE = Duration.ofSeconds(10);

  private final AgentContext context;
  private final DataFolder folder;
  private final TrackerAddress ownTracker;
  private final Supplier<EventLoop> loops;
  private final ConcurrentMap<InfoHash, AgentResource> byHash;
  private final ConcurrentMap<Path, ResourceRunner> byFile = new ConcurrentHashMap<>();

  /**
   * None yet.
   *
   * @param byHash where they are kept, for others to look at
   * @param ownTracker where to look for the peers of a link that names no tracker
   * @param loops where each is to live
   */
  Resources(
      AgentContext context,
      DataFolder folder,
      TrackerAddress ownTracker,
      Supplier<EventLoop> loops,
      ConcurrentMap<InfoHash, AgentResource> byHash) {
    this.byHash = byHash;
    this.context = context;
    this.folder = folder;
    this.ownTracker = ownTracker;
    this.loops = loops;
  }

  /** Starts all that is remembered. */
  void load() throws StorageException {
    for (SavedResource saved : context.state().load()) {
      hold(new Remembered(context.state(), saved, true)).startAgain();
    }
    for (SavedMagnet saved : context.state().loadMagnets()) {
      hold(saved).startLater(false);
    }
  }

  Collection<AgentResource> all() {
    return byHash.values();
  }

  /**
   * The resource of this info-hash.
   *
   * @throws ResourceException {@link Reason#UNKNOWN} when there is none
   */
  AgentResource get(InfoHash infoHash) {
    AgentResource resource = byHash.get(infoHash);
    if (resource == null) {
      throw new ResourceException(Reason.UNKNOWN, "no resource " + infoHash);
    }
    return resource;
  }

  /** The resource whose finished file this is, or will be; null if there is none. */
  @Nullable ResourceRunner of(Path file) {
    return byFile.get(file);
  }

  void remove(AgentResource resource) {
    byHash.remove(resource.infoHash(), resource);
    if (resource instanceof ResourceRunner runner) {
      byFile.remove(fileOf(runner), runner);
    }
    context.changes().tell();
  }

  /**
   * Starts a resource; returns when it is on the disk to stay. Many may be launched at a time.
   *
   * @param verified the stamp of its file if that is known to match
   */
  Added launch(SavedResource saved, @Nullable FileStamp verified) throws StorageException {
    AgentResource known;
    ResourceRunner runner;
    synchronized (this) {
      known = byHash.get(saved.infoHash());
      if (known instanceof ResourceRunner there) {
        runner = there;
      } else {
        requireFreeName(saved.file());
        SavedResource kept = known instanceof ManifestRunner link ? succeed(link, saved) : saved;
        runner = hold(new Remembered(context.state(), kept, false));
      }
    }
    if (known == runner) {
      if (!runner.remembered().keep()) {
        throw new ResourceException(Reason.STORAGE, "it is just being removed: " + saved.file());
      }
      return new Added(runner.status(), false);
    }
    begin(runner, verified);
    return new Added(runner.status(), true);
  }

  /**
   * Starts a resource whose file was just hashed. One that the file was before, and is not any
   * more, is forgotten; one that it still is goes on, with its manifest and what was chosen for it.
   */
  Added launchShared(SavedResource found, FileStamp stamp) throws StorageException {
    ResourceRunner before = of(found.file());
    if (before == null) {
      return launch(found, stamp);
    }
    SavedResource known = before.remembered().resource();
    boolean same = hasSameContent(known, found);
    if (context.state().isOutdated(known)) {
      before.retire();
      before.delete(false);
      remove(before);
    } else if (same && before.state() == ResourceState.ERROR) {
      before.startLater(false);
    }
    Added added = launch(same ? known : found, stamp);
    return new Added(added.resource(), !same);
  }

  /** Their info-hashes differ all the same: manifests say when they were made. */
  private static boolean hasSameContent(SavedResource one, SavedResource other) {
    return one.manifest().name().equals(other.manifest().name())
        && one.manifest().pieces().equals(other.manifest().pieces());
  }

  /** Starts to fetch the manifest that a link names. */
  Added launch(MagnetLink link) throws StorageException {
    synchronized (this) {
      AgentResource known = byHash.get(link.infoHash());
      if (known != null) {
        return new Added(known.status(), false);
      }
      SavedMagnet saved = new SavedMagnet(link, false);
      context.state().save(saved);
      ManifestRunner runner = hold(saved);
      runner.startLater(false);
      return new Added(runner.status(), true);
    }
  }

  /** Starts it, and brings it onto the disk meanwhile; leaves nothing behind if one fails. */
  private void begin(ResourceRunner runner, @Nullable FileStamp verified) throws StorageException {
    try {
      if (verified != null) {
        context.state().saveVerified(runner.remembered().resource(), verified);
      }
      Future<?> started =
          context
              .background()
              .submit(() -> {
                runner.start(false);
                return null;
              });
      runner.remembered().keep();
      await(started, runner);
    } catch (StorageException | ResourceException e) {
      runner.retire();
      try {
        runner.delete(false);
      } finally {
        remove(runner);
      }
      throw e;
    }
  }

  private static void await(Future<?> started, ResourceRunner runner) {
    try {
      started.get(START_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof StorageException storage
          ? ResourceException.of(storage)
          : new ResourceException(Reason.STORAGE, "can't start: " + e.getCause(), e);
    } catch (TimeoutException e) {
      log.debug("{} takes long to check", runner.manifest().name());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The manifest of a link is here. */
  private void arrived(ManifestRunner link, Manifest manifest) {
    try {
      Path file = folder.fileFor(manifest.name());
      synchronized (this) {
        if (byHash.get(link.infoHash()) != link) {
          return;
        }
        requireFreeName(file);
        SavedResource saved =
            succeed(
                link,
                new SavedResource(link.infoHash(), manifest, file, false, ResourceChoices.NONE));
        Remembered remembered = new Remembered(context.state(), saved, false);
        remembered.keep();
        hold(remembered).startLater(false);
      }
      log.info("{} ({}): the manifest is here", manifest.name(), link.infoHash());
    } catch (StorageException | ResourceException e) {
      link.fail(e.getMessage());
    }
  }

  /** Ends the fetching of a manifest that is here now; the link's choices stay. */
  private static SavedResource succeed(ManifestRunner link, SavedResource saved) {
    link.retire();
    return saved.with(
        new ResourceChoices(link.isPaused(), link.link().trackers(), SavedLimits.NONE, false));
  }

  private void requireFreeName(Path file) {
    ResourceRunner other = byFile.get(file);
    if (other != null) {
      throw new ResourceException(
          Reason.NAME_TAKEN, "another resource uses the file " + file + ": " + other.infoHash());
    }
  }

  private ResourceRunner hold(Remembered remembered) {
    ResourceRunner runner = new ResourceRunner(context, remembered, loops.get());
    byHash.put(runner.infoHash(), runner);
    byFile.put(fileOf(runner), runner);
    return runner;
  }

  private static Path fileOf(ResourceRunner runner) {
    return runner.remembered().resource().file();
  }

  private ManifestRunner hold(SavedMagnet saved) {
    List<TrackerAddress> named = saved.link().trackers();
    List<TrackerAddress> trackers = named.isEmpty() ? List.of(ownTracker) : named;
    ManifestRunner runner =
        new ManifestRunner(context, saved, trackers, loops.get(), this::arrived);
    byHash.put(saved.link().infoHash(), runner);
    return runner;
  }
}
