package io.torrentinno.agent.oneshot;

import io.torrentinno.agent.placement.Placement;
import io.torrentinno.agent.selection.FileChoice;
import org.jspecify.annotations.Nullable;

/**
 * The files of a resource that are fetched, and the name of the result.
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
