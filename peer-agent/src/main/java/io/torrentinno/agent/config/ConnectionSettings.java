package io.torrentinno.agent.config;

import com.sun.management.UnixOperatingSystemMXBean;
import io.torrentinno.agent.resource.view.AgentOptions;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.lang.management.ManagementFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings {@code torrentinno.agent.connections.*}: how many connections with peers an agent has.
 *
 * @param maxTotal most connections of all resources together; 0 is half of the files that the
 *     process may open, and 10,000 at most
 * @param maxPerAddress most connections with one IP address; 0 is half of {@code max-total}
 */
@Validated
@ConfigurationProperties("torrentinno.agent.connections")
record ConnectionSettings(
    @DefaultValue("0") @Min(0) @Max(1_000_000) int maxTotal,
    @DefaultValue("0") @Min(0) @Max(1_000_000) int maxPerAddress) {
  private static final int MOST_BY_DEFAULT = 10_000;

  AgentOptions.Connections limits(int perResource) {
    int total = maxTotal > 0 ? maxTotal : halfOfTheFiles();
    int perAddress = maxPerAddress > 0 ? maxPerAddress : Math.max(1, total / 2);
    return new AgentOptions.Connections(perResource, total, perAddress);
  }

  private static int halfOfTheFiles() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? Math.clamp(unix.getMaxFileDescriptorCount() / 2, 1, MOST_BY_DEFAULT)
        : MOST_BY_DEFAULT;
  }
}
