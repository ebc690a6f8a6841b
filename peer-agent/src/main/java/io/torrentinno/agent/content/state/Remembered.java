package io.torrentinno.agent.content.state;

import org.jspecify.annotations.Nullable;

/** A resource that an agent finds on its disk when it starts. */
public sealed interface Remembered {
  /** Sentences that say what is damaged and what a person can do; null without damage. */
  @Nullable String fault();

  /**
   * A resource with a manifest.
   *
   * @param resource after damage, the parts that could be read. Its file is then written only when
   *     it is certainly a file that the agent has made
   */
  record Known(SavedResource resource, @Nullable String fault) implements Remembered {}

  /**
   * A resource whose manifest is still to be fetched.
   *
   * @param magnet after damage, the parts that could be read
   */
  record Link(SavedMagnet magnet, @Nullable String fault) implements Remembered {}
}
