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

/** The tracker as a process. Redis is set up by this program's own configuration, if at all. */
@SpringBootApplication(
    exclude = {
      DataRedisAutoConfiguration.class,
      DataRedisReactiveAutoConfiguration.class,
      DataRedisRepositoriesAutoConfiguration.class,
      DataRedisHealthContributorAutoConfiguration.class,
      DataRedisReactiveHealthContributorAutoConfiguration.class,
      // An observation of every command would cost more than the command; the store has its own.
      LettuceObservationAutoConfiguration.class
    })
@ConfigurationPropertiesScan
public class TrackerService {
  static {
    // A name that has moved to another address, as Redis's may, is found there after 5 s.
    Security.setProperty("networkaddress.cache.ttl", "5");
  }

  /** Starts the tracker, with Spring Boot's command line. */
  public static void main(String[] args) {
    try {
      SpringApplication.run(TrackerService.class, args);
    } catch (SpringApplication.AbandonedRunException e) {
      throw e; // asked for, by tools that look at the application
    } catch (RuntimeException e) {
      System.exit(1); // Spring Boot has reported it; no thread that did start may keep us here
    }
  }
}
