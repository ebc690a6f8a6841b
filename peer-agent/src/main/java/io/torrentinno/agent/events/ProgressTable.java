package io.torrentinno.agent.events;

import io.torrentinno.protocol.model.InfoHash;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far each resource is that has ever moved, and since when. A tick is one look at all that
 * moves; ticks are counted from 1. Not safe for use by several threads.
 */
final class ProgressTable {
  private record Entry(int tick, ResourceProgress progress, @Nullable String error) {}

  /** Those that moved last are last. */
  private final LinkedHashMap<InfoHash, Entry> entries = new LinkedHashMap<>();

  private int complete;

  /** The number of the last tick that is complete; 0 when there was none. */
  int tick() {
    return complete;
  }

  /**
   * A resource has moved; told with the tick that is under way.
   *
   * @return whether what it fails at has changed
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

  /** What has moved after a tick, as of the last one that is complete; the newest first. */
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
