package io.torrentinno.tracker.config;

import io.torrentinno.tracker.door.AddressRates;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What an operator lets one address do: an IPv4 address, or a /64 of IPv6.
 *
 * @param requestsPerSecond announces and scrapes of it that are served; 0 for no limit
 * @param burst how long it may be ahead of that rate, up to 1 minute
 */
@Validated
@ConfigurationProperties("torrentinno.tracker.limits")
public record LimitSettings(
    @Min(0) @Max(AddressRates.MOST_PER_SECOND) @DefaultValue("10000") int requestsPerSecond,
    @NotNull @DurationMin @DurationMax(minutes = 1) @DefaultValue("5s") Duration burst) {
  AddressRates.Limit perAddress() {
    return new AddressRates.Limit(requestsPerSecond, burst);
  }
}
