package io.torrentinno.agent.content.state;

import org.jspecify.annotations.Nullable;

/** A resource as a start finds it. */
public sealed interface Remembered {
  /** What is damaged and what a person can do, in sentences; null when nothing is. */
  @Nullable String fault();

  /**
   * Its manifest is here.
   *
   * @param resource where something is damaged, what could be read of it; its file is then only
   *     written when it surely is the agent's own
   */
  record Known(SavedResource resource, @Nullable String fault) implements Remembered {}

  /**
   * Its manifest is to be fetched.
   *
   * @param magnet where something is damaged, what could be read of it
   */
  record Link(SavedMagnet magnet, @Nullable String fault) implements Remembered {}
}
