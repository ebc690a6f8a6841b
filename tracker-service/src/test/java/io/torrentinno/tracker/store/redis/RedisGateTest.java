package io.torrentinno.tracker.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RedisGateTest {
  private final IllegalStateException away = new IllegalStateException("away");

  private long now = Long.MAX_VALUE - 10; // overflows on the way
  private final RedisGate gate = new RedisGate("Redis", () -> now);

  @Test
  void letsEverybodyThroughWhileRedisAnswers() {
    assertThat(gate.admits()).isTrue();
    gate.succeeded();
    assertThat(gate.admits()).isTrue();
    assertThat(gate.admits()).isTrue();
  }

  @Test
  void letsOneTryEverySecondWhileRedisIsAway() {
    gate.failed(away);
    assertThat(gate.admits()).isFalse();

    pass(Duration.ofMillis(999));
    assertThat(gate.admits()).isFalse();

    pass(Duration.ofMillis(1));
    assertThat(gate.admits()).isTrue();
    assertThat(gate.admits()).isFalse();
  }

  @Test
  void letsOneTryASecondLaterWhenATryFails() {
    gate.failed(away);
    pass(Duration.ofSeconds(1));
    assertThat(gate.admits()).isTrue();
    gate.failed(away);
    assertThat(gate.admits()).isFalse();

    pass(Duration.ofSeconds(1));

    assertThat(gate.admits()).isTrue();
  }

  @Test
  void letsEverybodyThroughAgainAfterOneSuccess() {
    gate.failed(away);
    pass(Duration.ofSeconds(1));
    assertThat(gate.admits()).isTrue();
    gate.succeeded();

    assertThat(gate.admits()).isTrue();
    assertThat(gate.admits()).isTrue();
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }
}
