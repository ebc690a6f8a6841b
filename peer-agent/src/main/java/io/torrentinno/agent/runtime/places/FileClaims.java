package io.torrentinno.agent.runtime.places;

import io.torrentinno.agent.content.Handover;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.resource.view.ResourceException.Reason;
import io.torrentinno.protocol.model.InfoHash;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Records which resource uses which file, and counts the memory of the manifests. Safe for use by
 * several threads.
 */
public final class FileClaims {
  private final ConcurrentMap<Path, InfoHash> byFile = new ConcurrentHashMap<>();
  private final ManifestHeap heap = ManifestHeap.ofProcess();

  /** Resources whose stored state was damaged, so that their file may be another one. */
  private final Set<InfoHash> damaged = ConcurrentHashMap.newKeySet();

  /**
   * Records the file and the memory of a resource from before a restart.
   *
   * @return false when another resource uses the file
   */
  public boolean add(SavedResource resource) {
    heap.add(resource);
    return byFile.putIfAbsent(resource.claimed(), resource.infoHash()) == null;
  }

  /** Records that the stored state of a resource was damaged when the agent started. */
  public void addDamaged(InfoHash infoHash) {
    damaged.add(infoHash);
  }

  /** The resources that {@link #addDamaged} has got; changes as they are released. */
  public Set<InfoHash> damaged() {
    return Collections.unmodifiableSet(damaged);
  }

  /**
   * Reserves the file and the memory of a resource.
   *
   * @throws ResourceException {@link Reason#NAME_TAKEN} when another resource uses the file, or a
   *     folder that a download is to lie in; {@link Reason#MEMORY_FULL} when there is not enough
   *     memory
   */
  public void claim(SavedResource resource) {
    Path file = resource.claimed();
    if (!resource.inPlace()) {
      requireFree(Objects.requireNonNull(file.getParent()));
    }
    requireOwner(resource, byFile.putIfAbsent(file, resource.infoHash()));
    try {
      heap.claim(resource);
    } catch (ResourceException e) {
      byFile.remove(file, resource.infoHash());
      throw e;
    }
  }

  /**
   * Looks whether {@link #claim} would find the file of a resource free.
   *
   * @throws ResourceException {@link Reason#NAME_TAKEN} when another resource uses it
   */
  void requireUnclaimed(SavedResource resource) {
    requireOwner(resource, byFile.get(resource.claimed()));
  }

  private static void requireOwner(SavedResource resource, @Nullable InfoHash owner) {
    if (owner == null || owner.equals(resource.infoHash())) {
      return;
    }
    throw new ResourceException(
        Reason.NAME_TAKEN,
        "another resource uses the file "
            + (resource.inPlace() ? resource.file() : resource.claimed())
            + ": "
            + owner
            + (resource.inPlace()
                ? ". Remove that resource first"
                : ". Choose another name or destination, or replace that resource"));
  }

  /**
   * Gives a replacement the place of the resource that it replaces, or one that nobody has.
   *
   * @param move moves it there; when that fails, nothing has changed
   * @param over the argument of {@code move}
   * @return what {@code move} does
   * @throws ResourceException {@link Reason#NAME_TAKEN} when a third one has it
   */
  public boolean handOver(SavedResource replacement, Handover.Move move, boolean over)
      throws StorageException {
    Path place = replacement.file();
    InfoHash own = replacement.infoHash();
    InfoHash owner = byFile.putIfAbsent(place, own);
    if (owner != null && !owner.equals(replacement.replaces())) {
      throw new ResourceException(
          Reason.NAME_TAKEN, "another resource uses the file " + place + ": " + owner);
    }
    boolean moved = false;
    try {
      boolean durable = move.run(over);
      moved = true;
      return durable;
    } finally {
      if (moved) {
        byFile.put(place, own);
        byFile.remove(replacement.claimed(), own);
      } else if (owner == null) {
        byFile.remove(place, own);
      }
    }
  }

  /**
   * Looks whether a folder may hold the files of other resources.
   *
   * @throws ResourceException {@link Reason#NAME_TAKEN} when a resource uses it, or a folder that
   *     it lies in
   */
  void requireFree(Path place) {
    for (Path folder = place; folder != null; folder = folder.getParent()) {
      InfoHash other = byFile.get(folder);
      if (other != null) {
        throw new ResourceException(
            Reason.NAME_TAKEN,
            "another resource uses the folder "
                + folder
                + ": "
                + other
                + ". Choose another destination");
      }
    }
  }

  /**
   * Releases the file and the memory of a resource. A file that another resource uses stays
   * reserved.
   */
  public void release(InfoHash infoHash, @Nullable Path file) {
    damaged.remove(infoHash);
    heap.remove(infoHash);
    if (file != null) {
      byFile.remove(file, infoHash);
    }
  }

  /** The resource that uses this file; null if there is none. */
  public @Nullable InfoHash owner(Path file) {
    return byFile.get(file);
  }
}
