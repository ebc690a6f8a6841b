package io.torrentinno.tracker.udp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionIdsTest {
  private static final InetAddress CALLER = InetAddress.ofLiteral("192.0.2.1");
  private static final InetAddress OTHER = InetAddress.ofLiteral("192.0.2.2");

  private long now = 1_000_000_020_000L;
  private final ConnectionIds ids = new ConnectionIds(new byte[16], () -> now);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 29, 59})
  void isValidForOneToTwoMinutes(int secondOfMinute) {
    now += secondOfMinute * 1000L;
    long id = ids.of(CALLER);

    now += 60_000;
    assertThat(ids.isValid(id, CALLER)).isTrue();

    now += 60_000;
    assertThat(ids.isValid(id, CALLER)).isFalse();
  }

  @Test
  void isNotValidForAnotherAddress() {
    assertThat(ids.isValid(ids.of(CALLER), OTHER)).isFalse();
  }

  @Test
  void isValidAtTrackersWithTheSameKey() {
    ConnectionIds twin = new ConnectionIds(new byte[16], () -> now + 5_000);
    byte[] key = new byte[16];
    key[7] = 1;
    ConnectionIds stranger = new ConnectionIds(key, () -> now);

    assertThat(twin.isValid(ids.of(CALLER), CALLER)).isTrue();
    assertThat(stranger.isValid(ids.of(CALLER), CALLER)).isFalse();
  }

  @Test
  void isNeverTheFirstFieldOfAConnect() {
    assertThat(ids.isValid(Actions.PROTOCOL, CALLER)).isFalse();
  }
}
