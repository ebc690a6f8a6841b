package io.torrentinno.tracker.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class AddressCountsTest {
  private static final long SALT = 20261123;
  private static final int MILLION = 1_000_000;

  @Test
  void countsEveryMemberOfAnAddressUntilItGoes() {
    AddressCounts counts = new AddressCounts(100, SALT);
    for (int member = 0; member < 100; member++) {
      assertThat(counts.hasRoom(7)).isTrue();
      counts.count(7, 1);
    }
    assertThat(counts.hasRoom(7)).isFalse();

    counts.count(7, -1);

    assertThat(counts.hasRoom(7)).isTrue();
  }

  @Test
  void rarelyCountsTenTooManyBesideAMillionAddresses() {
    AddressCounts counts = new AddressCounts(10, SALT);
    LongStream.range(0, MILLION).forEach(address -> counts.count(address, 1));

    // 35 are to be expected, with a standard deviation of 6.
    assertThat(fullAmongAMillionOthers(counts)).isLessThan(70);
  }

  @Test
  void rarelyCountsAnAddressAsFullBesideAThousandFullOnes() {
    AddressCounts counts = new AddressCounts(50, SALT);
    LongStream.range(0, 1_000).forEach(address -> counts.count(address, 50));

    // 15 are to be expected, with a standard deviation of 4.
    assertThat(fullAmongAMillionOthers(counts)).isLessThan(40);
  }

  @Test
  void countsDownToZero() {
    AddressCounts counts = new AddressCounts(1, SALT);
    LongStream.range(0, MILLION).forEach(address -> counts.count(address, 1));
    LongStream.range(0, MILLION).forEach(address -> counts.count(address, -1));

    assertThat(fullAmongAMillionOthers(counts)).isZero();
  }

  private static long fullAmongAMillionOthers(AddressCounts counts) {
    return LongStream.range(MILLION, 2L * MILLION)
        .filter(address -> !counts.hasRoom(address))
        .count();
  }
}
