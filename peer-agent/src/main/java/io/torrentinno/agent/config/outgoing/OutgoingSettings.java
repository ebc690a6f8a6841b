package io.torrentinno.agent.config.outgoing;

import io.torrentinno.agent.outgoing.Network;
import io.torrentinno.agent.outgoing.OutgoingRules;
import io.torrentinno.protocol.model.HostAndPort;
import io.torrentinno.protocol.model.TrackerAddress;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings {@code torrentinno.agent.allow-*}: what others may make an agent connect to.
 *
 * @param allowAddresses addresses, and networks such as {@code 127.0.0.0/8}, to which the agent
 *     connects in spite of their kind: loopback, link-local, and metadata services of clouds.
 *     Others name addresses by manifest URLs, redirects, trackers in manifests and links, and as
 *     peers. Without it, an agent connects to none of these, except to the tracker of its own
 *     setting, to peers that an operator adds by hand, and to peers on the machine of a tracker or
 *     peer that uses loopback
 * @param allowPorts ports below 1024 that URLs of manifests, and trackers in manifests and links,
 *     may have, besides 80 and 443
 */
@Validated
@ConfigurationProperties("torrentinno.agent")
record OutgoingSettings(
    @DefaultValue List<Network> allowAddresses,
    @DefaultValue List<@Min(1) @Max(65535) Integer> allowPorts) {
  /** The rules of an agent with this tracker of its own. */
  OutgoingRules rules(TrackerAddress own) {
    return new OutgoingRules(
        allowAddresses, Set.copyOf(allowPorts), Set.of(new HostAndPort(own.host(), own.port())));
  }
}
