package io.torrentinno.tracker.config.settings;

import io.torrentinno.tracker.gateway.Network;
import io.torrentinno.tracker.http.EmbeddedTomcat.ManagementAddress;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The settings of the page, the table of peers, the REST API and the metrics.
 *
 * @param port a port of their own; 0 is any free one. Announces and scrapes are not served there,
 *     and nothing but announces, scrapes and health probes is served at {@code server.port} then.
 *     Without it, all share {@code server.port}
 * @param address address that the port of their own listens on. Without it, {@code server.address}
 * @param networks networks whose callers are served like those of this machine while there are no
 *     tokens, for example {@code 10.0.0.0/8}
 */
@Validated
@ConfigurationProperties("torrentinno.tracker.management")
public record ManagementSettings(
    @Min(0) @Max(65535) @Nullable Integer port,
    @Nullable InetAddress address,
    @DefaultValue List<Network> networks) {
  /** Null where the control plane shares the port of announces. */
  public @Nullable ManagementAddress listenAddress() {
    return port == null ? null : new ManagementAddress(address, port);
  }
}
