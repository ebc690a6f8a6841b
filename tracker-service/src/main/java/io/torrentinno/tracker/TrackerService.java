package io.torrentinno.tracker;

import java.security.Security;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisReactiveAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisRepositoriesAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.health.DataRedisHealthContributorAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.health.DataRedisReactiveHealthContributorAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.observation.LettuceObservationAutoConfiguration;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;

/**
 * The tracker as a process. Redis is set up by {@code StoreConfiguration} alone, and only where one
 * is configured.
 */
@SpringBootApplication(
    exclude = {
      DataRedisAutoConfiguration.class,
      DataRedisReactiveAutoConfiguration.class,
      DataRedisRepositoriesAutoConfiguration.class,
      DataRedisHealthContributorAutoConfiguration.class,
      DataRedisReactiveHealthContributorAutoConfiguration.class,
      // Observing every command would cost more than the command; the store has its own metrics.
      LettuceObservationAutoConfiguration.class,
      // Callers have tokens; there are no users with passwords.
      UserDetailsServiceAutoConfiguration.class
    })
@ConfigurationPropertiesScan
public class TrackerService {
  static {
    // When a host name (such as that of Redis) moves to another address, the tracker sees the new
    // address after 5 s.
    Security.setProperty("networkaddress.cache.ttl", "5");
  }

  /** Starts the tracker, with Spring Boot's command line. */
  public static void main(String[] args) {
    try {
      SpringApplication.run(TrackerService.class, args);
    } catch (SpringApplication.AbandonedRunException e) {
      throw e; // tools that look at the application ask for this
    } catch (RuntimeException e) {
      // Spring Boot has reported the failure; no thread that was started may keep the process alive
      System.exit(1);
    }
  }
}
