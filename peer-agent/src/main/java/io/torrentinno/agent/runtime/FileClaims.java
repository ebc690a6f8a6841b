package io.torrentinno.agent.runtime;

import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.resource.view.ResourceException.Reason;
import io.torrentinno.protocol.model.InfoHash;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** Which resource has which file, and memory for its manifest. Safe from any thread. */
final class FileClaims {
  private final ConcurrentMap<Path, InfoHash> byFile = new ConcurrentHashMap<>();
  private final ManifestHeap heap = ManifestHeap.ofProcess();

  /**
   * Notes what a resource had before the restart.
   *
   * @return false when another has the file
   */
  boolean add(SavedResource resource) {
    heap.add(resource);
    return byFile.putIfAbsent(resource.file(), resource.infoHash()) == null;
  }

  /**
   * Reserves both.
   *
   * @throws ResourceException {@link Reason#NAME_TAKEN} when another resource has the file; {@link
   *     Reason#MEMORY_FULL} when there is not enough memory
   */
  void claim(SavedResource resource) {
    Path file = resource.file();
    InfoHash other = byFile.putIfAbsent(file, resource.infoHash());
    if (other != null && !other.equals(resource.infoHash())) {
      throw new ResourceException(
          Reason.NAME_TAKEN, "another resource uses the file " + file + ": " + other);
    }
    try {
      heap.claim(resource);
    } catch (ResourceException e) {
      byFile.remove(file, resource.infoHash());
      throw e;
    }
  }

  /** Gives both back; a file that the resource does not have stays with its owner. */
  void release(InfoHash infoHash, @Nullable Path file) {
    heap.remove(infoHash);
    if (file != null) {
      byFile.remove(file, infoHash);
    }
  }

  /** The resource that has this file; null if there is none. */
  @Nullable InfoHash owner(Path file) {
    return byFile.get(file);
  }
}
