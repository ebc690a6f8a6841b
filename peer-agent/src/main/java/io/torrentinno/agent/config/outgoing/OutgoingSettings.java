package io.torrentinno.agent.config.outgoing;

import io.torrentinno.agent.outgoing.OutgoingRules;
import io.torrentinno.protocol.model.HostAndPort;
import io.torrentinno.protocol.model.TrackerAddress;
import io.torrentinno.protocol.settings.Network;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings {@code torrentinno.agent.allow-*}: to which addresses an agent connects that others have
 * named.
 *
 * @param allowAddresses addresses, and networks such as {@code 127.0.0.0/8}, to which the agent
 *     connects when others name them, although they are loopback addresses, link-local addresses,
 *     or metadata services of clouds. Others name addresses in URLs of manifests, in redirects, as
 *     trackers in manifests and links, and as peers. Three kinds of addresses need no setting: the
 *     agent's own tracker, peers that an operator adds by hand, and loopback addresses of peers
 *     that a tracker or peer at a loopback address names
 * @param allowPorts ports below 1024 that URLs of manifests, and trackers in manifests and links,
 *     may have, besides 80 and 443
 */
@Validated
@ConfigurationProperties("torrentinno.agent")
record OutgoingSettings(
    @DefaultValue List<Network> allowAddresses,
    @DefaultValue List<@Min(1) @Max(65535) Integer> allowPorts) {
  /**
   * The rules for an agent with this tracker.
   *
   * @param tlsOnly whether peers must take TLS
   */
  OutgoingRules rules(TrackerAddress own, boolean tlsOnly) {
    return new OutgoingRules(
        allowAddresses,
        Set.copyOf(allowPorts),
        Set.of(new HostAndPort(own.host(), own.port())),
        tlsOnly);
  }
}
