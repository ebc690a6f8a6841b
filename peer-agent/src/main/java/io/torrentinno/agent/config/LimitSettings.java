package io.torrentinno.agent.config;

import io.torrentinno.agent.limits.RateLimits;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The settings {@code torrentinno.agent.limits.*}: how fast all resources together may send and
 * receive.
 *
 * @param uploadPerSecond maximum number of bytes that the agent sends in a second, when it starts.
 *     {@code torrentinno limit} changes this limit later; 0 is no limit
 * @param downloadPerSecond maximum number of bytes that the agent receives in a second, when it
 *     starts. {@code torrentinno limit} changes this limit later; 0 is no limit
 */
public record LimitSettings(
    @DefaultValue("0B") DataSize uploadPerSecond, @DefaultValue("0B") DataSize downloadPerSecond) {
  public LimitSettings {
    if (uploadPerSecond.isNegative() || downloadPerSecond.isNegative()) {
      throw new IllegalArgumentException("a limit must not be negative; 0 is no limit");
    }
  }

  RateLimits toRateLimits() {
    return new RateLimits(uploadPerSecond.toBytes(), downloadPerSecond.toBytes());
  }
}
