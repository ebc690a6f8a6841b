package io.torrentinno.agent.content.state;

import org.jspecify.annotations.Nullable;

/** A resource as its stored state describes it when the agent starts. */
public sealed interface PersistedResource {
  /** The damage of the stored state, and what a person can do; null without damage. */
  @Nullable String fault();

  /**
   * A resource with a manifest.
   *
   * @param resource after damage, the parts that could be read. After damage, the agent writes the
   *     file only when the agent has certainly made it
   */
  record Known(SavedResource resource, @Nullable String fault) implements PersistedResource {}

  /**
   * A resource whose manifest has not arrived yet.
   *
   * @param magnet after damage, the parts that could be read
   */
  record Link(SavedMagnet magnet, @Nullable String fault) implements PersistedResource {}
}
