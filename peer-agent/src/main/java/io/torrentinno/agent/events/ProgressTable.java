package io.torrentinno.agent.events;

import io.torrentinno.protocol.model.InfoHash;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The last known progress of each resource, and the tick in which it changed. A tick looks once at
 * all resources that have changed. Ticks are counted from 1. Not safe for use by several threads.
 */
final class ProgressTable {
  private record Entry(int tick, ResourceProgress progress, @Nullable String error) {}

  /** The resources in the order of their last change. */
  private final LinkedHashMap<InfoHash, Entry> entries = new LinkedHashMap<>();

  private int complete;

  /** The number of the last complete tick; 0 when there was none. */
  int tick() {
    return complete;
  }

  /**
   * Records the progress of a resource, in the tick that is under way.
   *
   * @return whether the error of the resource has changed
   */
  boolean moved(InfoHash resource, Sampler.Sample sample) {
    ResourceProgress progress = new ResourceProgress(resource, sample.figures());
    Entry before = entries.get(resource);
    entries.putLast(resource, new Entry(complete + 1, progress, sample.error()));
    return !Objects.equals(before == null ? null : before.error, sample.error());
  }

  void completeTick() {
    complete++;
  }

  void remove(InfoHash resource) {
    entries.remove(resource);
  }

  /**
   * The progress of the resources that have changed after a tick, up to the last complete tick; the
   * latest first.
   */
  List<ResourceProgress> since(int before, EventFilter filter) {
    List<ResourceProgress> found = new ArrayList<>();
    for (Map.Entry<InfoHash, Entry> entry : entries.reversed().entrySet()) {
      int moved = entry.getValue().tick;
      if (moved <= before) {
        break;
      }
      if (moved <= complete && filter.wantsProgressOf(entry.getKey())) {
        found.add(entry.getValue().progress);
      }
    }
    return found;
  }
}
