package io.torrentinno.tracker.config.settings;

import io.torrentinno.tracker.swarm.AnnouncePolicy;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The settings of the tracker.
 *
 * @param ttl time for which a peer stays listed after its last announce; 2 s to 1 day
 * @param interval time between two announces of a peer; at least 1 s and less than {@code ttl}.
 *     Without this setting, half of {@code ttl}
 * @param wantedPeers number of peers in an answer when the caller does not say how many it wants;
 *     up to 10,000
 * @param maxPeers maximum number of peers in an answer, however many the caller wants; up to 10,000
 */
@Validated
@ConfigurationProperties("torrentinno.tracker")
public record TrackerSettings(
    @NotNull @DurationMin(seconds = 2) @DurationMax(days = 1) @DefaultValue("30s") Duration ttl,
    @DurationMin(seconds = 1) @Nullable Duration interval,
    @Min(0) @Max(10_000) @DefaultValue("50") int wantedPeers,
    @Min(0) @Max(10_000) @DefaultValue("200") int maxPeers) {

  private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);

  /** The interval in whole seconds, as answers have it. */
  public Duration announceInterval() {
    if (interval != null) {
      return Duration.ofSeconds(interval.toSeconds());
    }
    Duration half = Duration.ofSeconds(ttl.dividedBy(2).toSeconds());
    return half.compareTo(SHORTEST_INTERVAL) < 0 ? SHORTEST_INTERVAL : half;
  }

  @AssertTrue(message = "torrentinno.tracker.interval must be shorter than torrentinno.tracker.ttl")
  boolean isIntervalShorterThanTtl() {
    return ttl == null || announceInterval().compareTo(ttl) < 0;
  }

  public AnnouncePolicy policy() {
    return new AnnouncePolicy(announceInterval(), wantedPeers, maxPeers);
  }
}
