package io.torrentinno.agent.oneshot;

import io.torrentinno.agent.placement.Placement;
import io.torrentinno.agent.selection.FileChoice;
import org.jspecify.annotations.Nullable;

/**
 * What of a resource is fetched, and under which name.
 *
 * @param name null for the name in the manifest
 */
record GetChoice(@Nullable String name, FileChoice files) {
  /** Everything, under its own name. */
  static final GetChoice ALL = new GetChoice(null, FileChoice.NONE);

  Placement placement() {
    return new Placement(null, name);
  }
}
