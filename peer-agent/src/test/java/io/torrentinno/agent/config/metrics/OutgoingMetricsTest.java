package io.torrentinno.agent.config.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.torrentinno.agent.outgoing.OutgoingUse;
import io.torrentinno.agent.outgoing.Refusal;
import org.junit.jupiter.api.Test;

class OutgoingMetricsTest {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final OutgoingMetrics metrics = new OutgoingMetrics(registry);

  @Test
  void countsRefusalsByUseAndReason() {
    metrics.refused(OutgoingUse.TRACKER, Refusal.Reason.LINK_LOCAL);
    metrics.refused(OutgoingUse.TRACKER, Refusal.Reason.LINK_LOCAL);

    assertThat(registry.scrape().lines())
        .contains(
            "torrentinno_agent_outgoing_refused_total{reason=\"link-local\",use=\"tracker\"} 2.0",
            "torrentinno_agent_outgoing_refused_total{reason=\"port\",use=\"manifest-url\"} 0.0",
            "torrentinno_agent_outgoing_refused_total{reason=\"metadata\",use=\"peer\"} 0.0");
  }
}
