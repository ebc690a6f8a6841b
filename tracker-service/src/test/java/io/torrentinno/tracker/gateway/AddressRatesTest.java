package io.torrentinno.tracker.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AddressRatesTest {
  private static final InetAddress CALLER = InetAddress.ofLiteral("192.0.2.1");
  private static final AddressRates.Limit TEN_A_SECOND =
      new AddressRates.Limit(10, Duration.ofSeconds(2));

  private final AtomicLong time = new AtomicLong(-5);
  private final MeterRegistry metrics = new SimpleMeterRegistry();
  private final AddressRates rates = new AddressRates(TEN_A_SECOND, time::get, 7, metrics);

  private int admitted(InetAddress caller, int requests) {
    int admitted = 0;
    for (int i = 0; i < requests; i++) {
      admitted += rates.admits(AnnounceEndpoint.UDP, caller) ? 1 : 0;
    }
    return admitted;
  }

  private void pass(Duration passed) {
    time.addAndGet(passed.toNanos());
  }

  @Test
  void letsAnAddressUseItsBurstAndThenItsRate() {
    assertThat(admitted(CALLER, 100)).isEqualTo(21); // what it may have at once, and the one now

    int admitted = 0;
    for (int tenth = 0; tenth < 100; tenth++) {
      pass(Duration.ofMillis(100));
      admitted += admitted(CALLER, 5);
    }

    assertThat(admitted).isEqualTo(100);
  }

  @Test
  void takesTheTimeOfWhatIsChargedBesides() {
    assertThat(admitted(CALLER, 1)).isOne();
    rates.charge(CALLER, 50); // five seconds, of which two may be ahead

    assertThat(admitted(CALLER, 100)).isZero();
    pass(Duration.ofSeconds(3));
    assertThat(admitted(CALLER, 100)).isZero();
    pass(Duration.ofMillis(100));
    assertThat(admitted(CALLER, 100)).isOne();
  }

  @Test
  void forgivesWhoWasQuiet() {
    admitted(CALLER, 100);

    pass(Duration.ofHours(1));

    assertThat(admitted(CALLER, 100)).isEqualTo(21);
  }

  @Test
  void countsEachAddressForItself() {
    admitted(CALLER, 100);

    assertThat(admitted(InetAddress.ofLiteral("192.0.2.2"), 100)).isEqualTo(21);
  }

  @Test
  void countsANetworkOfIpv6AsOne() {
    admitted(InetAddress.ofLiteral("2001:db8:0:1::1"), 100);

    assertThat(admitted(InetAddress.ofLiteral("2001:db8:0:1:ffff::2"), 100)).isZero();
    assertThat(admitted(InetAddress.ofLiteral("2001:db8:0:2::1"), 100)).isEqualTo(21);
  }

  @Test
  void keepsItsCountForManyAddresses() {
    for (int address = 0; address < 50_000; address++) {
      InetAddress caller = InetAddress.ofLiteral("10.1." + address / 256 + "." + address % 256);
      assertThat(admitted(caller, 22)).as("%s", caller).isEqualTo(21);
    }
  }

  @Test
  void countsWhatItRefuses() {
    admitted(CALLER, 100);

    assertThat(
            metrics.get("torrentinno.tracker.throttled").tag("protocol", "udp").counter().count())
        .isEqualTo(79);
  }

  @Test
  void limitsNobodyUnlessTold() {
    AddressRates free = new AddressRates(AddressRates.Limit.NONE, time::get, 7, metrics);

    for (int request = 0; request < 1_000; request++) {
      assertThat(free.admits(AnnounceEndpoint.HTTP, CALLER)).isTrue();
    }
  }
}
