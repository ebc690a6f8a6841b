package io.torrentinno.tracker.config.settings;

import io.torrentinno.tracker.gateway.Network;
import io.torrentinno.tracker.gateway.PublicAddresses;
import io.torrentinno.tracker.gateway.TrustedProxies;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What an operator may set of all endpoints at once.
 *
 * @param threads event loops that serve announces; 0 for as many as there are processors
 * @param publicIp what becomes of an address that a peer names and does not call from
 * @param trustedProxies the networks of proxies that are believed when they name their callers
 * @param proxyHeader where those proxies name them
 */
@Validated
@ConfigurationProperties("torrentinno.tracker.doors")
public record EndpointSettings(
    @Min(0) @Max(256) @DefaultValue("0") int threads,
    @DefaultValue("trust") PublicAddresses.Policy publicIp,
    @DefaultValue List<Network> trustedProxies,
    @DefaultValue("x-forwarded-for") TrustedProxies.Header proxyHeader) {

  public int loops() {
    return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
  }
}
