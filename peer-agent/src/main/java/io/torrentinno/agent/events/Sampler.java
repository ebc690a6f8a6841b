package io.torrentinno.agent.events;

import io.torrentinno.protocol.model.InfoHash;
import org.jspecify.annotations.Nullable;

/** Reads the progress of a resource. */
@FunctionalInterface
public interface Sampler {
  /**
   * The progress of a resource now; null when there is no such resource. Returns at once, and
   * publishes no event meanwhile.
   */
  @Nullable Sample sample(InfoHash resource);

  /**
   * The values that were read.
   *
   * @param error the error of the resource, for people; null when there is none
   */
  record Sample(Figures figures, @Nullable String error) {}
}
