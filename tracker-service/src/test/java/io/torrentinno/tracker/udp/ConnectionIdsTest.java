package io.torrentinno.tracker.udp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionIdsTest {
  private static final InetAddress CALLER = InetAddress.ofLiteral("192.0.2.1");
  private static final InetAddress OTHER = InetAddress.ofLiteral("192.0.2.2");

  private Instant now = Instant.EPOCH.plusSeconds(1_000_000_020);
  private final ConnectionIds ids = new ConnectionIds(new byte[16], () -> now);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 29, 59})
  void isGoodForAMinuteAtLeastAndTwoAtMost(int secondOfMinute) {
    now = now.plusSeconds(secondOfMinute);
    long id = ids.of(CALLER);

    now = now.plusSeconds(60);
    assertThat(ids.isValid(id, CALLER)).isTrue();

    now = now.plusSeconds(60);
    assertThat(ids.isValid(id, CALLER)).isFalse();
  }

  @Test
  void isGoodForNobodyElse() {
    assertThat(ids.isValid(ids.of(CALLER), OTHER)).isFalse();
  }

  @Test
  void isGoodForTrackersWithTheSameKey() {
    ConnectionIds twin = new ConnectionIds(new byte[16], () -> now.plus(Duration.ofSeconds(5)));
    byte[] key = new byte[16];
    key[7] = 1;
    ConnectionIds stranger = new ConnectionIds(key, () -> now);

    assertThat(twin.isValid(ids.of(CALLER), CALLER)).isTrue();
    assertThat(stranger.isValid(ids.of(CALLER), CALLER)).isFalse();
  }

  @Test
  void isNotWhatAConnectBeginsWith() {
    assertThat(ids.isValid(Actions.PROTOCOL, CALLER)).isFalse();
  }
}
