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
 * The limits for callers. An address is an IPv4 address, or a /64 of IPv6.
 *
 * @param requestsPerSecond maximum number of announces and scrapes in a second from one IPv4
 *     address, or from one /64 of IPv6. Further requests are answered with 429 or, over UDP, with
 *     an error. An agent with 10,000 resources makes 700 a second; for strangers 100 is enough. 0
 *     is no limit
 * @param burst number of requests that an address may send at once after a pause, as a time: with
 *     {@code 5s}, as many as {@code requests-per-second} allows in 5 seconds. Up to 1 minute
 * @param maxSwarms maximum number of swarms that are listed at a time; 0 is no limit
 * @param maxPeersPerSwarm maximum number of live peers of one swarm. A peer over the limit gets
 *     other peers and is not listed; a listed peer stays listed. 0 is no limit
 * @param maxPeersPerAddress maximum number of live peers with one IPv4 address, or one /64 of IPv6,
 *     in all swarms; for strangers 100 is enough. 0 is no limit
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
