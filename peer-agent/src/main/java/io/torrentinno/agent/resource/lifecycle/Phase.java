package io.torrentinno.agent.resource.lifecycle;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The state of a resource. A {@link Lifecycle} moves it from one to the next. The REST API has a
 * name for each, as the comments below say; {@code ResourceStates} maps them.
 */
public sealed interface Phase {
  /** Only a link is known; peers are asked for the manifest: {@code fetching-manifest}. */
  record AwaitingManifest() implements Phase {}

  /** The disk is read to learn which pieces are there: {@code checking}. */
  record Checking() implements Phase {}

  /**
   * Peers are served, and asked for what is missing: {@code seeding} when it is complete, else
   * {@code downloading}.
   *
   * @param complete whether every piece is verified and the file has its final name
   */
  record Active(boolean complete) implements Phase {}

  /** Nothing happens until a person resumes it: {@code paused}. */
  record Paused() implements Phase {}

  /**
   * A failure stopped it: {@code error}.
   *
   * @param retryAt when it is tried again, in the nanoseconds of the lifecycle's clock; null when a
   *     person has to do something first
   */
  record Failed(Failure failure, @Nullable Long retryAt) implements Phase {
    /** The time left until the next try, not negative; null when there is none. */
    public @Nullable Duration retryIn(long now) {
      return retryAt == null ? null : Duration.ofNanos(Math.max(0, retryAt - now));
    }
  }

  /** It is forgotten, for ever: {@code paused}, for the moment until it is out of the list. */
  record Removed() implements Phase {}
}
