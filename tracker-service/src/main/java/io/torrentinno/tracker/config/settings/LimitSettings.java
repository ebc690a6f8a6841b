package io.torrentinno.tracker.config.settings;

import io.torrentinno.tracker.gateway.AddressRates;
import io.torrentinno.tracker.swarm.model.Caps;
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
 * What an operator lets callers do. An address is an IPv4 address, or a /64 of IPv6.
 *
 * @param requestsPerSecond announces and scrapes of one address that are served; 0 for no limit
 * @param burst how long it may be ahead of that rate, up to 1 minute
 * @param maxSwarms swarms at a time; 0 for no limit
 * @param maxPeersPerSwarm live peers of one swarm; 0 for no limit
 * @param maxPeersPerAddress live peers at one address, in all swarms; 0 for no limit
 */
@Validated
@ConfigurationProperties("torrentinno.tracker.limits")
public record LimitSettings(
    @Min(0) @Max(AddressRates.MOST_PER_SECOND) @DefaultValue("10000") int requestsPerSecond,
    @NotNull @DurationMin @DurationMax(minutes = 1) @DefaultValue("5s") Duration burst,
    @Min(0) @DefaultValue("2000000") int maxSwarms,
    @Min(0) @DefaultValue("2000000") int maxPeersPerSwarm,
    @Min(0) @DefaultValue("2000000") int maxPeersPerAddress) {
  public AddressRates.Limit perAddress() {
    return new AddressRates.Limit(requestsPerSecond, burst);
  }

  public Caps caps() {
    return new Caps(most(maxSwarms), most(maxPeersPerSwarm), most(maxPeersPerAddress));
  }

  private static int most(int setting) {
    return setting == 0 ? Integer.MAX_VALUE : setting;
  }
}
