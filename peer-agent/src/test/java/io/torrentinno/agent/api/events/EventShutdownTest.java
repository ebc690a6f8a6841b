package io.torrentinno.agent.api.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.api.FakeAgentApplication;
import io.torrentinno.agent.api.Samples;
import io.torrentinno.agent.events.AgentEvent;
import io.torrentinno.agent.events.AgentEvents;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** The end of the agent does not wait for its listeners, as the server would wait for requests. */
class EventShutdownTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  private WebServerApplicationContext server = start();

  private static WebServerApplicationContext start() {
    return (WebServerApplicationContext)
        SpringApplication.run(
            FakeAgentApplication.class,
            "--server.port=0",
            "--server.tomcat.connection-timeout=5m",
            "--spring.lifecycle.timeout-per-shutdown-phase=5m");
  }

  @AfterEach
  void stop() {
    close();
  }

  @Test
  void tellsListenersThatTheAgentEnds() throws IOException {
    try (EventClient client = EventClient.listen(port(), "")) {
      client.next();

      assertThat(timeToClose()).isLessThan(SOON);

      assertThat(client.next())
          .isEqualTo(new EventClient.Event("end", null, "{\"reason\":\"agent-ends\"}"));
      assertThat(client.next()).isNull();
    }
  }

  /** Compared with the same without one, so that a busy machine does not count. */
  @Test
  void endsWithinASecondWhileSomebodyListens() throws IOException {
    Duration without = timeToClose();
    Duration least = SOON;
    for (int attempt = 0; attempt < 5 && least.compareTo(without.plusSeconds(1)) >= 0; attempt++) {
      server = start();
      try (EventClient client = EventClient.listen(port(), "")) {
        client.next();
        Duration took = timeToClose();
        least = took.compareTo(least) < 0 ? took : least;
      }
    }

    assertThat(least).isLessThan(without.plusSeconds(1));
  }

  @Test
  void doesNotWaitForAListenerThatTakesNothing() throws IOException {
    try (EventClient client = EventClient.withoutRoom(port())) {
      client.next();
      fillUp();

      assertThat(timeToClose()).isLessThan(SOON);
    }
  }

  /** More than any socket buffers. */
  private void fillUp() {
    AgentEvent.Summary large = new AgentEvent.Summary("x".repeat(32_000), "paused", 1, 1, null);
    AgentEvents events = server.getBean(AgentEvents.class);
    for (int i = 0; i < 1000; i++) {
      events.publish(new AgentEvent.StateChanged(Samples.infoHash("movie"), large));
    }
  }

  private Duration timeToClose() {
    long start = System.nanoTime();
    close();
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private void close() {
    ((ConfigurableApplicationContext) server).close();
  }

  private int port() {
    return Objects.requireNonNull(server.getWebServer()).getPort();
  }
}
