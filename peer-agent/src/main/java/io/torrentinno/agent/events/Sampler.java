package io.torrentinno.agent.events;

import io.torrentinno.protocol.model.InfoHash;
import org.jspecify.annotations.Nullable;

/** Looks at a resource. */
@FunctionalInterface
public interface Sampler {
  /** How it is now; null when there is none. Returns at once, and publishes nothing meanwhile. */
  @Nullable Sample sample(InfoHash resource);

  /**
   * What was seen.
   *
   * @param error what it fails at, for people; null when all is well
   */
  record Sample(Figures figures, @Nullable String error) {}
}
