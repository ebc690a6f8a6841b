package io.torrentinno.agent.resource.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.torrentinno.agent.resource.swarm.AdaptiveTicker.Pace;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdaptiveTickerTest {
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final AdaptiveTicker pulse = new AdaptiveTicker(channel.eventLoop(), this::tick);
  private Pace pace = Pace.IDLE;
  private int ticks;

  private Pace tick() {
    ticks++;
    pulse.quicken(Pace.SEEKING); // What a tick does is no reason to tick.
    return pace;
  }

  @BeforeEach
  void freezeTime() {
    channel.freezeTime();
  }

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  @Test
  void doesNothingBeforeItIsQuickened() {
    assertThat(ticksIn(10_000)).isZero();
  }

  @Test
  void ticksFourTimesASecondWhileThereIsMuchToDo() {
    pace = Pace.BUSY;
    pulse.quicken(Pace.BUSY);

    assertThat(ticksIn(2_000)).isEqualTo(8);
  }

  @Test
  void ticksOnceASecondWhilePeersAreLookedFor() {
    pace = Pace.SEEKING;
    pulse.quicken(Pace.SEEKING);

    assertThat(ticksIn(4_000)).isEqualTo(4);
  }

  @Test
  void endsWhenNothingIsLeftToDoAndBeginsAgainWhenQuickened() {
    pulse.quicken(Pace.SEEKING);
    assertThat(ticksIn(10_000)).isEqualTo(1);

    pulse.quicken(Pace.SEEKING);
    assertThat(ticksIn(10_000)).isEqualTo(1);
  }

  @Test
  void doesNotWaitForTheSlowTickWhenThereIsMuchToDo() {
    pulse.quicken(Pace.SEEKING);
    pulse.quicken(Pace.BUSY);
    pulse.quicken(Pace.SEEKING);

    assertThat(ticksIn(250)).isEqualTo(1);
  }

  @Test
  void isNotQuickenedOnceItWasStopped() {
    pulse.quicken(Pace.BUSY);
    pulse.stop();
    pulse.quicken(Pace.BUSY);

    assertThat(ticksIn(10_000)).isZero();
  }

  private int ticksIn(int millis) {
    int before = ticks;
    for (int passed = 0; passed < millis; passed += 50) {
      channel.advanceTimeBy(50, TimeUnit.MILLISECONDS);
      channel.runScheduledPendingTasks();
    }
    return ticks - before;
  }
}
