package io.torrentinno.tracker.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.torrentinno.tracker.swarm.StoreUnavailableException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.dao.QueryTimeoutException;

class RedisGateTest {
  private long now = Long.MAX_VALUE - 10; // overflows on the way
  private int calls;
  private boolean away;
  private final RedisGate gate = new RedisGate(() -> now);

  @Test
  void letsEverybodyThroughWhileRedisAnswers() {
    assertThat(call()).isEqualTo(1);
    assertThat(call()).isEqualTo(2);
  }

  @Test
  void triesOnceASecondWhileRedisIsAway() {
    away = true;
    assertRefused();
    assertRefused();
    assertThat(calls).isEqualTo(1);

    pass(Duration.ofMillis(999));
    assertRefused();
    assertThat(calls).isEqualTo(1);

    pass(Duration.ofMillis(1));
    assertRefused();
    assertRefused();
    assertThat(calls).isEqualTo(2);
  }

  @Test
  void letsEverybodyThroughAgainAfterOneSuccess() {
    away = true;
    assertRefused();

    away = false;
    pass(Duration.ofSeconds(1));

    assertThat(call()).isEqualTo(2);
    assertThat(call()).isEqualTo(3);
  }

  @Test
  void staysOpenForFaultsThatAreNotOfRedis() {
    assertThatThrownBy(() ->
            gate.pass(() -> {
              throw new IllegalStateException("ours");
            }))
        .hasMessage("ours");

    assertThat(call()).isEqualTo(1);
  }

  private void assertRefused() {
    assertThatThrownBy(this::call).isInstanceOf(StoreUnavailableException.class);
  }

  private int call() {
    return gate.pass(() -> {
      calls++;
      if (away) {
        throw new QueryTimeoutException("away");
      }
      return calls;
    });
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }
}
