package io.torrentinno.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.limits.RateLimits;
import io.torrentinno.agent.resource.view.AgentCounters;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

class WatchBeansTest {
  @Test
  void isNotReadyWhileAThreadIsStuck() {
    Duration brief = WatchBeans.STUCK.minusMillis(1);

    assertThat(WatchBeans.loopHealth(Map.of("peer-io", brief)).getStatus()).isEqualTo(Status.UP);
    assertThat(
            WatchBeans.loopHealth(Map.of("peer-io", brief, "rest", WatchBeans.STUCK)).getStatus())
        .isEqualTo(Status.DOWN);
  }

  @Test
  void isNotReadyWhenTheMemoryToReceiveIntoIsUsedUp() {
    assertThat(WatchBeans.memoryHealth(counters(890, 1000)).getStatus()).isEqualTo(Status.UP);
    assertThat(WatchBeans.memoryHealth(counters(900, 1000)).getStatus()).isEqualTo(Status.DOWN);
  }

  private static AgentCounters counters(long bufferBytes, long bufferLimit) {
    return new AgentCounters(
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, bufferBytes, bufferLimit, RateLimits.NONE, Map.of());
  }
}
