package io.torrentinno.tracker.config.settings;

import io.torrentinno.protocol.settings.Network;
import io.torrentinno.tracker.gateway.PublicAddresses;
import io.torrentinno.tracker.gateway.TrustedProxies;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The settings that all endpoints share.
 *
 * @param threads number of event loops that serve announces, up to 256; 0 is one for each processor
 * @param publicIp treatment of an announce that names another address than that of its connection.
 *     {@code trust}: the named address is listed. {@code connection}: the address of the connection
 *     is listed. {@code reject}: the announce is refused. Use {@code connection} or {@code reject}
 *     where strangers announce
 * @param trustedProxies networks of reverse proxies, for example {@code 10.0.0.0/8}. The tracker
 *     believes the header with the caller's address only when it comes from one of these networks
 * @param proxyHeader header in which these proxies name the caller: {@code x-forwarded-for}, {@code
 *     forwarded} (RFC 7239) or {@code x-real-ip}
 */
@Validated
@ConfigurationProperties("torrentinno.tracker.endpoints")
public record EndpointSettings(
    @Min(0) @Max(256) @DefaultValue("0") int threads,
    @DefaultValue("trust") PublicAddresses.Policy publicIp,
    @DefaultValue List<Network> trustedProxies,
    @DefaultValue("x-forwarded-for") TrustedProxies.Header proxyHeader) {

  public int loops() {
    return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
  }
}
