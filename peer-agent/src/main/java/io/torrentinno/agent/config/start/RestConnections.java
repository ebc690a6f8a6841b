package io.torrentinno.agent.config.start;

import io.torrentinno.agent.files.FilePool;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Lowers {@code server.tomcat.max-connections} where the process may have few files and sockets
 * open. Otherwise callers of the REST interface could take those that peers and files need.
 */
final class RestConnections
    implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {
  private static final Logger log = LoggerFactory.getLogger(RestConnections.class);
  private static final String SETTING = "server.tomcat.max-connections";

  /** Half of the descriptors are for peers, an eighth is for files. */
  private static final int SHARE_OF_DESCRIPTORS = 8;

  private static final int FEWEST = 32;

  private final long descriptors;

  RestConnections() {
    this(FilePool.descriptorLimit());
  }

  /**
   * One for a process.
   *
   * @param descriptors how many files and sockets the process may have open
   */
  RestConnections(long descriptors) {
    this.descriptors = descriptors;
  }

  /** Runs after the listeners that read files and start the log. */
  @Override
  public int getOrder() {
    return HIGHEST_PRECEDENCE + 51;
  }

  @Override
  public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
    limit(event.getEnvironment());
  }

  void limit(ConfigurableEnvironment environment) {
    Integer set = environment.getProperty(SETTING, Integer.class);
    int most = Math.clamp(descriptors / SHARE_OF_DESCRIPTORS, FEWEST, Integer.MAX_VALUE);
    if (set != null && set > most) {
      log.info(
          "{} is {}, but this process may have {} files and sockets open: the REST"
              + " API accepts at most {} connections. For more, raise the limit (ulimit -n).",
          SETTING,
          set,
          descriptors,
          most);
      environment
          .getPropertySources()
          .addFirst(new MapPropertySource("restConnections", Map.of(SETTING, most)));
    }
  }
}
