package io.torrentinno.tracker.config;

import io.torrentinno.tracker.config.redis.RedisConfigured;
import io.torrentinno.tracker.config.settings.TrackerSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Logs in one line what was started. */
@Component
final class StartReport {
  private static final Logger LOG = LoggerFactory.getLogger("io.torrentinno.tracker");

  private final TrackerSettings settings;
  private final String store;

  StartReport(TrackerSettings settings, Environment environment) {
    this.settings = settings;
    this.store = RedisConfigured.in(environment) ? "Redis" : "memory";
  }

  @EventListener
  void listens(WebServerInitializedEvent event) {
    if (event.getApplicationContext().getServerNamespace() == null) {
      LOG.info(
          "Tracker listens on port {}: swarms in {}, peers listed for {} s, announces every {} s",
          event.getWebServer().getPort(),
          store,
          settings.ttl().toSeconds(),
          settings.announceInterval().toSeconds());
    }
  }
}
