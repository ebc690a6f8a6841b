package io.torrentinno.tracker.config.redis;

import io.torrentinno.tracker.config.settings.TrackerSettings;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of a tracker that shares a Redis with others.
 *
 * @param whenAway treatment of announces while Redis is away. {@code serve}: they are answered with
 *     the peers that this tracker knows. {@code refuse}: they are refused with 503
 */
@ConfigurationProperties("torrentinno.tracker.redis")
public record RedisSettings(@DefaultValue("serve") WhenAway whenAway) {
  /** The treatment of announces while Redis is away. */
  public enum WhenAway {
    /** They are answered with the peers that this tracker knows. */
    SERVE,
    /** They are refused with 503. */
    REFUSE
  }

  /**
   * The time after a written announce in which an unchanged announce of the same peer is not
   * written. It is a third of the time to live, or less where a peer that announces on time could
   * expire.
   */
  static Duration rewriteAfter(TrackerSettings settings) {
    Duration third = settings.ttl().dividedBy(3);
    Duration spare = settings.ttl().minus(settings.announceInterval()).dividedBy(2);
    return third.compareTo(spare) < 0 ? third : spare;
  }
}
