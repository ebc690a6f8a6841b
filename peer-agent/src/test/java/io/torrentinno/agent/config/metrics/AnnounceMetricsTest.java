package io.torrentinno.agent.config.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.torrentinno.agent.announce.AnnounceObserver.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AnnounceMetricsTest {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final AnnounceMetrics metrics = new AnnounceMetrics(registry);

  @Test
  void timesAnnouncesByOutcome() {
    metrics.announced(Outcome.ACCEPTED, Duration.ofMillis(2));
    metrics.announced(Outcome.ACCEPTED, Duration.ofMillis(3));

    assertThat(registry.scrape().lines())
        .contains(
            "torrentinno_agent_announces_seconds_count{outcome=\"accepted\"} 2",
            "torrentinno_agent_announces_seconds_sum{outcome=\"accepted\"} 0.005",
            "torrentinno_agent_announces_seconds_bucket{outcome=\"accepted\",le=\"+Inf\"} 2");
  }

  @Test
  void showsEveryOutcomeFromTheStart() {
    for (Outcome outcome : Outcome.values()) {
      assertThat(registry.scrape())
          .containsIgnoringCase("announces_seconds_count{outcome=\"" + outcome + "\"} 0");
    }
  }
}
