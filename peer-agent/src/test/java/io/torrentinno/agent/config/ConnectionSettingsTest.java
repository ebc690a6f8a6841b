package io.torrentinno.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.resource.view.AgentOptions;
import org.junit.jupiter.api.Test;

class ConnectionSettingsTest {
  @Test
  void takesHalfOfTheDescriptorsByDefault() {
    assertThat(new ConnectionSettings(0, 0).limits(200, 1024))
        .isEqualTo(new AgentOptions.Connections(200, 512, 256));
  }

  @Test
  void takesTenThousandByDefaultAtMost() {
    assertThat(new ConnectionSettings(0, 0).limits(200, Long.MAX_VALUE).total()).isEqualTo(10_000);
  }

  @Test
  void leavesAQuarterOfTheDescriptorsToOthers() {
    assertThat(new ConnectionSettings(5000, 0).limits(200, 1024).total()).isEqualTo(768);
  }

  @Test
  void takesAsManyAsAreAskedForWhereThereAreDescriptors() {
    assertThat(new ConnectionSettings(15_000, 100).limits(200, 20_000))
        .isEqualTo(new AgentOptions.Connections(200, 15_000, 100));
  }
}
