package io.torrentinno.tracker.config.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.tracker.swarm.model.Caps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;

class LimitSettingsTest {
  private final ApplicationContextRunner application =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
          .withUserConfiguration(Bound.class);

  @EnableConfigurationProperties(LimitSettings.class)
  static class Bound {}

  @Test
  void allowsMoreThanAMillionOfEverything() {
    application.run(context ->
        assertThat(context.getBean(LimitSettings.class).caps())
            .isEqualTo(new Caps(2_000_000, 2_000_000, 2_000_000)));
  }

  @Test
  void takesZeroAsNoLimit() {
    application
        .withPropertyValues(
            "torrentinno.tracker.limits.max-swarms=0",
            "torrentinno.tracker.limits.max-peers-per-swarm=0",
            "torrentinno.tracker.limits.max-peers-per-address=0")
        .run(context ->
            assertThat(context.getBean(LimitSettings.class).caps()).isEqualTo(Caps.NONE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"max-swarms=-1", "max-peers-per-swarm=-1", "max-peers-per-address=2147483648"})
  void refusesToStartWithInvalidValues(String property) {
    application
        .withPropertyValues("torrentinno.tracker.limits." + property)
        .run(context -> assertThat(context).hasFailed());
  }
}
