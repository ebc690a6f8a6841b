package io.torrentinno.tracker.config.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;

class TrackerSettingsTest {
  private final ApplicationContextRunner application =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
          .withUserConfiguration(Bound.class);

  @EnableConfigurationProperties(TrackerSettings.class)
  static class Bound {}

  @Test
  void hasUsefulDefaults() {
    application.run(context -> {
      TrackerSettings settings = context.getBean(TrackerSettings.class);
      assertThat(settings.ttl()).isEqualTo(Duration.ofSeconds(30));
      assertThat(settings.announceInterval()).isEqualTo(Duration.ofSeconds(15));
      assertThat(settings.wantedPeers()).isEqualTo(50);
      assertThat(settings.maxPeers()).isEqualTo(200);
    });
  }

  @ParameterizedTest
  @CsvSource({"2s, 1", "3s, 1", "5m, 150"})
  void setsTheIntervalToHalfTheTimeToLive(String ttl, int seconds) {
    application
        .withPropertyValues("torrentinno.tracker.ttl=" + ttl)
        .run(context ->
            assertThat(context.getBean(TrackerSettings.class).announceInterval())
                .isEqualTo(Duration.ofSeconds(seconds)));
  }

  @ParameterizedTest
  @CsvSource({
    "ttl=1s, ttl",
    "ttl=2d, ttl",
    "ttl=soon, ttl",
    "interval=30s, interval",
    "interval=31s, interval",
    "interval=0s, interval",
    "max-peers=-1, maxPeers",
    "max-peers=10001, maxPeers",
    "wanted-peers=-1, wantedPeers"
  })
  void refusesToStartWithInvalidValues(String property, String named) {
    application
        .withPropertyValues("torrentinno.tracker." + property)
        .run(context -> assertThat(context).getFailure().hasStackTraceContaining(named));
  }
}
