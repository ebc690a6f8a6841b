package io.torrentinno.tracker.config.redis;

import io.torrentinno.tracker.config.settings.TrackerSettings;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an operator may set of the store that trackers share.
 *
 * @param whenAway what happens to announces while Redis is away. {@code serve}: they are answered
 *     with the peers that this tracker knows. {@code refuse}: they are refused with 503
 */
@ConfigurationProperties("torrentinno.tracker.redis")
public record RedisSettings(@DefaultValue("serve") WhenAway whenAway) {
  /** What becomes of announces while Redis is away. */
  public enum WhenAway {
    /** They are answered out of what this tracker knows. */
    SERVE,
    /** They are refused with 503. */
    REFUSE
  }

  /**
   * How old the last announce that was written may be for one that says the same not to be written:
   * a third of the time to live, unless a peer that announces on time could expire then.
   */
  static Duration fresh(TrackerSettings settings) {
    Duration third = settings.ttl().dividedBy(3);
    Duration spare = settings.ttl().minus(settings.announceInterval()).dividedBy(2);
    return third.compareTo(spare) < 0 ? third : spare;
  }
}
