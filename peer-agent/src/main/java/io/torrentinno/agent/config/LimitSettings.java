package io.torrentinno.agent.config;

import io.torrentinno.agent.resource.view.RateLimits;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings {@code torrentinno.agent.limits.*}: how fast all resources together may send and
 * receive; 0 for no limit.
 */
public record LimitSettings(
    @DefaultValue("0B") DataSize uploadPerSecond, @DefaultValue("0B") DataSize downloadPerSecond) {
  public LimitSettings {
    if (uploadPerSecond.isNegative() || downloadPerSecond.isNegative()) {
      throw new IllegalArgumentException("a limit is 0, for none, or more");
    }
  }

  RateLimits toRateLimits() {
    return new RateLimits(uploadPerSecond.toBytes(), downloadPerSecond.toBytes());
  }
}
