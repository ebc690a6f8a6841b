package io.torrentinno.agent.config;

import io.torrentinno.agent.files.FilePool;
import io.torrentinno.agent.resource.view.AgentOptions;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings {@code torrentinno.agent.connections.*}: how many connections with peers an agent has.
 *
 * @param maxTotal maximum number of connections of all resources together. 0 is half of the number
 *     of files that the process may open, but at most 10,000. The agent never has more connections
 *     than three quarters of the files that the process may open
 * @param maxPerAddress maximum number of connections with one IP address; 0 is half of {@code
 *     max-total}
 */
@Validated
@ConfigurationProperties("torrentinno.agent.connections")
record ConnectionSettings(
    @DefaultValue("0") @Min(0) @Max(1_000_000) int maxTotal,
    @DefaultValue("0") @Min(0) @Max(1_000_000) int maxPerAddress) {
  private static final Logger log = LoggerFactory.getLogger(ConnectionSettings.class);
  private static final int MOST = 1_000_000;
  private static final int MOST_BY_DEFAULT = 10_000;

  AgentOptions.Connections limits(int perResource) {
    return limits(perResource, FilePool.descriptorLimit());
  }

  /**
   * The limits that the process can keep. Logs a warning when they are lower than the settings.
   *
   * @param descriptors how many files and sockets the process may have open
   */
  AgentOptions.Connections limits(int perResource, long descriptors) {
    int most = Math.clamp(descriptors / 4 * 3, 1, MOST);
    int total = maxTotal > 0 ? maxTotal : Math.clamp(descriptors / 2, 1, MOST_BY_DEFAULT);
    if (total > most) {
      log.warn(
          "torrentinno.agent.connections.max-total is {}, but this process may have {} files and"
              + " sockets open: the agent uses at most {} connections. For more, raise"
              + " the limit (ulimit -n).",
          total,
          descriptors,
          most);
      total = most;
    }
    int perAddress = maxPerAddress > 0 ? maxPerAddress : Math.max(1, total / 2);
    return new AgentOptions.Connections(perResource, total, perAddress);
  }
}
