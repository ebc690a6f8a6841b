package io.torrentinno.tracker.config.settings;

import io.torrentinno.protocol.settings.Network;
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
 * @param port TCP port of the page, the table of peers, the REST API and the metrics; 0 is any free
 *     one. The port {@code server.port} then serves only announces and scrapes, and both ports
 *     serve health probes. Without this setting, {@code server.port} serves everything
 * @param address IP address that {@code management.port} listens on. Without this setting, {@code
 *     server.address}
 * @param networks networks whose callers may use the page, the table of peers, the REST API and the
 *     metrics while the tracker has no tokens, as callers on its own machine may; for example
 *     {@code 10.0.0.0/8}
 * @param allowedHosts more host names under which callers are served while the tracker has no
 *     tokens. {@code tracker.example.com} is one name; {@code .example.com} or {@code
 *     *.example.com} is every name below {@code example.com}; {@code *} is every name. IP
 *     addresses, {@code localhost} and the names of local networks are always allowed
 */
@Validated
@ConfigurationProperties("torrentinno.tracker.management")
public record ManagementSettings(
    @Min(0) @Max(65535) @Nullable Integer port,
    @Nullable InetAddress address,
    @DefaultValue List<Network> networks,
    @DefaultValue List<String> allowedHosts) {
  /** Where the control plane listens; null when it shares the port of announces. */
  public @Nullable ManagementAddress listenAddress() {
    return port == null ? null : new ManagementAddress(address, port);
  }
}
