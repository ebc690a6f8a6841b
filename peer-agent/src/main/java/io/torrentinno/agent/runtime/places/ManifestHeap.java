package io.torrentinno.agent.runtime.places;

import io.torrentinno.agent.content.hashes.LayerStore;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.manifest.ManifestV2;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.resource.view.ResourceException.Reason;
import io.torrentinno.protocol.model.InfoHash;
import java.util.HashMap;
import java.util.Map;

/**
 * Limits the heap that the manifests of all resources take together. Safe for use by several
 * threads.
 */
final class ManifestHeap {
  private static final long BYTES_PER_RESOURCE = 8 << 10;

  private final long limit;

  // Both fields are guarded by this object's monitor.
  private final Map<InfoHash, Long> held = new HashMap<>();
  private long used;

  /** A limit of so many bytes, none of them in use. */
  ManifestHeap(long limit) {
    this.limit = limit;
  }

  /** A limit of two fifths of the heap. */
  static ManifestHeap ofProcess() {
    return new ManifestHeap(Runtime.getRuntime().maxMemory() / 5 * 2);
  }

  /**
   * Counts a resource from before a restart, whatever the limit: an agent starts with all its
   * resources.
   */
  synchronized void add(SavedResource resource) {
    remove(resource.infoHash());
    long layers =
        resource.manifest() instanceof ManifestV2 two ? LayerStore.memoryFor(two.files()) : 0;
    long bytes = BYTES_PER_RESOURCE + resource.manifest().heapBytes() + layers;
    held.put(resource.infoHash(), bytes);
    used += bytes;
  }

  /**
   * Counts a new resource.
   *
   * @throws ResourceException {@link Reason#MEMORY_FULL} when there is not enough memory
   */
  synchronized void claim(SavedResource resource) {
    add(resource);
    if (used > limit) {
      remove(resource.infoHash());
      throw new ResourceException(
          Reason.MEMORY_FULL,
          "the resources of this agent leave no memory for "
              + resource.manifest().layout().count()
              + " more pieces: remove some, or give the agent a larger heap (-Xmx)");
    }
  }

  synchronized void remove(InfoHash infoHash) {
    Long bytes = held.remove(infoHash);
    used -= bytes == null ? 0 : bytes;
  }
}
