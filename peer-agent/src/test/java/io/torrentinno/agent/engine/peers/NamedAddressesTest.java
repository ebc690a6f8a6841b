package io.torrentinno.agent.engine.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.protocol.model.PeerAddress;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class NamedAddressesTest {
  private static final PeerAddress FIRST = PeerAddress.of("192.0.2.1", 6881);
  private static final PeerAddress SECOND = PeerAddress.of("192.0.2.2", 6881);
  private static final int MANY = 1000;

  private final NamedAddresses named = new NamedAddresses();
  private long now = Long.MAX_VALUE - 5; // of a clock that overflows

  @Test
  void callsEachAddressOnceAtATime() {
    named.add(FIRST, now);
    named.add(SECOND, now);

    assertThat(named.toCall(1, now)).containsExactly(FIRST);
    assertThat(named.toCall(2, now)).containsExactly(SECOND);
    assertThat(named.toCall(2, now)).isEmpty();
    assertThat(named.calling()).isEqualTo(2);
  }

  @Test
  void callsASilentAddressLessAndLessOftenAndThenNoMore() {
    named.add(FIRST, now);
    int[] seconds = {1, 2, 4, 8, 16, 32, 60, 60};
    for (int second : seconds) {
      named.toCall(1, now);
      named.silent(FIRST, null, now);
      now += TimeUnit.SECONDS.toNanos(second);
      assertThat(named.toCall(1, now - 1)).isEmpty();
    }

    assertThat(named.toCall(1, now)).containsExactly(FIRST);
    named.silent(FIRST, null, now);

    assertThat(named.size()).isZero();
    assertThat(named.calling()).isZero();
  }

  @Test
  void forgetsAnAddressThatHasAnswered() {
    named.add(FIRST, now);
    named.toCall(1, now);

    named.answered(FIRST);

    assertThat(named.size()).isZero();
    assertThat(named.calling()).isZero();
  }

  @Test
  void callsAtOnceWhatIsNamedAgain() {
    named.add(FIRST, now);
    named.toCall(1, now);
    named.silent(FIRST, null, now);
    assertThat(named.toCall(1, now)).isEmpty();

    named.add(FIRST, now);

    assertThat(named.toCall(1, now)).containsExactly(FIRST);
  }

  @Test
  void hasABound() {
    for (int port = 1; port <= MANY; port++) {
      named.add(PeerAddress.of("192.0.2.1", port), now);
      named.toCall(1, now);
    }

    assertThat(named.size()).isEqualTo(NamedAddresses.CAPACITY);
    assertThat(named.calling()).isEqualTo(NamedAddresses.CAPACITY);
  }
}
