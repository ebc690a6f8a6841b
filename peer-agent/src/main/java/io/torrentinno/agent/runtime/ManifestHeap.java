package io.torrentinno.agent.runtime;

import io.torrentinno.agent.content.hashes.LayerStore;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.manifest.ManifestV2;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.resource.view.ResourceException.Reason;
import io.torrentinno.protocol.model.InfoHash;
import java.util.HashMap;
import java.util.Map;

/** The heap that the manifests of all resources take together, bounded. Safe from any thread. */
final class ManifestHeap {
  private static final long BYTES_PER_RESOURCE = 8 << 10;

  private final long limit;

  // Both guarded by this.
  private final Map<InfoHash, Long> held = new HashMap<>();
  private long used;

  /** An empty one that holds so many bytes at most. */
  ManifestHeap(long limit) {
    this.limit = limit;
  }

  /** One that takes two fifths of the heap at most. */
  static ManifestHeap ofProcess() {
    return new ManifestHeap(Runtime.getRuntime().maxMemory() / 5 * 2);
  }

  /** Counts what was there before; an agent starts with whatever it has. */
  synchronized void add(SavedResource resource) {
    remove(resource.infoHash());
    long layers =
        resource.manifest() instanceof ManifestV2 two ? LayerStore.memoryFor(two.files()) : 0;
    long bytes = BYTES_PER_RESOURCE + resource.manifest().heapBytes() + layers;
    held.put(resource.infoHash(), bytes);
    used += bytes;
  }

  /**
   * Counts a resource that is new.
   *
   * @throws ResourceException {@link Reason#MEMORY_FULL} when there is no room for it
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
