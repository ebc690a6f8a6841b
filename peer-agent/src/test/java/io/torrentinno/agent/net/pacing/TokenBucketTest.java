package io.torrentinno.agent.net.pacing;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TokenBucketTest {
  private static final long MB = 1_000_000;

  private final TokenBucket bucket = new TokenBucket();

  @Test
  void letsEverythingPassUntilItIsLimited() {
    assertThat(bucket.isLimited()).isFalse();
    assertThat(bucket.available(Long.MAX_VALUE, 0)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void startsEmpty() {
    bucket.limit(MB, 0);

    assertThat(bucket.available(1, 0)).isZero();
  }

  @Test
  void givesWhatTimeHasBrought() {
    bucket.limit(MB, 0);

    assertThat(bucket.available(MB, MILLISECONDS.toNanos(100))).isEqualTo(100_000);
  }

  @Test
  void givesOnceWhatIsTaken() {
    bucket.limit(MB, 0);
    bucket.available(MB, MILLISECONDS.toNanos(100));
    bucket.take(70_000);

    assertThat(bucket.available(MB, MILLISECONDS.toNanos(100))).isEqualTo(30_000);
  }

  @Test
  void givesNoCrumbs() {
    bucket.limit(MB, 0);

    assertThat(bucket.available(MB, MILLISECONDS.toNanos(15))).isZero();
    assertThat(bucket.available(MB, MILLISECONDS.toNanos(16))).isEqualTo(16_000);
  }

  @Test
  void givesACrumbToThoseWhoWantNoMore() {
    bucket.limit(MB, 0);

    assertThat(bucket.available(10, MILLISECONDS.toNanos(1))).isEqualTo(10);
  }

  @Test
  void savesUpNoMoreThanAFifthOfASecond() {
    bucket.limit(MB, 0);

    assertThat(bucket.available(MB, SECONDS.toNanos(100))).isEqualTo(200_000);
  }

  @Test
  void forgetsWhatItSavedWhenTheLimitChanges() {
    bucket.limit(MB, 0);
    bucket.available(MB, SECONDS.toNanos(1));
    bucket.limit(2 * MB, SECONDS.toNanos(1));

    assertThat(bucket.available(MB, SECONDS.toNanos(1))).isZero();
    assertThat(bucket.available(MB, SECONDS.toNanos(1) + MILLISECONDS.toNanos(100)))
        .isEqualTo(200_000);
  }

  @Test
  void keepsAVeryLowLimit() {
    bucket.limit(100, 0);
    long passed = 0;

    for (int tick = 0; tick <= 60_000; tick += 10) {
      long now = MILLISECONDS.toNanos(tick);
      long available = bucket.available(MB, now);
      bucket.take(available);
      passed += available;
    }

    assertThat(passed).isBetween(5_000L, 6_000L);
  }
}
