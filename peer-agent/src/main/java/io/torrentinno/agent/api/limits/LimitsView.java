package io.torrentinno.agent.api.limits;

import io.torrentinno.agent.resource.view.RateLimits;
import jakarta.validation.constraints.PositiveOrZero;
import org.jspecify.annotations.Nullable;

/**
 * Limits in JSON, in bytes per second; 0 for none.
 *
 * @param uploadPerSecond in a request absent for no change, as is {@code downloadPerSecond}
 */
record LimitsView(
    @Nullable @PositiveOrZero Long uploadPerSecond,
    @Nullable @PositiveOrZero Long downloadPerSecond) {
  static LimitsView of(RateLimits limits) {
    return new LimitsView(limits.uploadPerSecond(), limits.downloadPerSecond());
  }

  /** What holds when this is asked for and {@code before} held. */
  RateLimits after(RateLimits before) {
    return new RateLimits(
        uploadPerSecond == null ? before.uploadPerSecond() : uploadPerSecond,
        downloadPerSecond == null ? before.downloadPerSecond() : downloadPerSecond);
  }
}
