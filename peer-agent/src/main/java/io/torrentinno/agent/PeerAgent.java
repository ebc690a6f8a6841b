package io.torrentinno.agent;

import io.torrentinno.agent.cli.CommandLineTool;
import io.torrentinno.agent.oneshot.GetCommand;
import io.torrentinno.agent.oneshot.OneShotLogs;
import java.security.Security;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Runs an agent; or, when the first argument is a verb, one command against an agent. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
public class PeerAgent {
  private static final String CARRIERS = "jdk.virtualThreadScheduler.parallelism";
  private static final int LEAST_CARRIERS = 8;

  /**
   * Exits with the command's code when there is one; otherwise the agent runs until it is ended.
   */
  public static void main(String[] args) {
    addCarriers();
    if (CommandLineTool.handles(args)) {
      // Before anything of Spring is loaded.
      System.exit(CommandLineTool.run(args, new GetCommand(OneShotLogs::silence)));
    }
    // Names are looked up anew soon after they changed, or came to be: a tracker that moved is
    // found.
    Security.setProperty("networkaddress.cache.ttl", "5");
    Security.setProperty("networkaddress.cache.negative.ttl", "2");
    try {
      SpringApplication.run(PeerAgent.class, args);
    } catch (SpringApplication.AbandonedRunException e) {
      throw e; // asked for, by tools that look at the application
    } catch (RuntimeException e) {
      System.exit(1); // Spring Boot has reported it; no thread that did start may keep us here
    }
  }

  /**
   * A call of the file system holds the carrier of its virtual thread: some that a slow disk holds
   * up must not hold up all others. Works before the first virtual thread starts.
   */
  private static void addCarriers() {
    if (System.getProperty(CARRIERS) == null) {
      int cores = Runtime.getRuntime().availableProcessors();
      System.setProperty(CARRIERS, String.valueOf(Math.max(LEAST_CARRIERS, cores)));
    }
  }
}
