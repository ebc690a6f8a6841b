package io.torrentinno.system.ops;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The metrics are told from the labels, functions and numbers around them. */
final class ExpressionsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "up | up",
        "sum by (instance) (rate(a_total{direction=\"b\"}[$__rate_interval])) > 0.5e3 | a_total",
        "a_bytes / on (instance) group_left () b_bytes unless c > 0 | a_bytes b_bytes c",
        "count(ALERTS{alertstate=\"firing\"}) or vector(0) | ALERTS",
        "label_values(up{job=\"agent\"}, instance) | up",
        "histogram_quantile(0.99, sum by (le) (rate(a_bucket[5m]))) | a_bucket",
        "sum(a offset 5m) >= bool 3 | a"
      })
  void namesTheMetricsOf(String expression, String metrics) {
    assertThat(Expressions.metricsOf(expression)).containsExactly(metrics.split(" ", -1));
  }
}
