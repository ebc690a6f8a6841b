package io.torrentinno.agent.config.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.torrentinno.agent.api.FakeAgent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentMetricsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "torrentinno_agent_bytes_total{direction=\"download\"} 100.0",
        "torrentinno_agent_bytes_total{direction=\"upload\"} 200.0",
        "torrentinno_agent_wasted_bytes_total 3.0",
        "torrentinno_agent_reused_bytes_total 25.0",
        "torrentinno_agent_pieces_total{outcome=\"verified\"} 40.0",
        "torrentinno_agent_pieces_total{outcome=\"corrupt\"} 5.0",
        "torrentinno_agent_rate_bytes_per_second{direction=\"download\"} 60.0",
        "torrentinno_agent_rate_bytes_per_second{direction=\"upload\"} 70.0",
        "torrentinno_agent_limit_bytes_per_second{direction=\"download\"} 20000.0",
        "torrentinno_agent_limit_bytes_per_second{direction=\"upload\"} 10000.0",
        "torrentinno_agent_peers 8.0",
        "torrentinno_agent_known_peers 9.0",
        "torrentinno_agent_bans 2.0",
        "torrentinno_agent_write_queue_bytes 1000.0",
        "torrentinno_agent_write_queue_limit_bytes 3.3554432E7",
        "torrentinno_agent_buffer_bytes 2000.0",
        "torrentinno_agent_buffer_limit_bytes 3000.0",
        "torrentinno_agent_resources{state=\"seeding\"} 2.0",
        "torrentinno_agent_resources{state=\"error\"} 0.0"
      })
  void exports(String line) {
    assertThat(scrape().lines()).contains(line);
  }

  @Test
  void describesEachMetric() {
    assertThat(scrape())
        .contains("# HELP torrentinno_agent_bytes_total Bytes of blocks transferred");
  }

  private static String scrape() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new AgentMetrics(new FakeAgent()).bindTo(registry);
    return registry.scrape();
  }
}
