package io.torrentinno.agent.announce;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.protocol.announce.AnnounceEvent;
import java.time.Duration;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AnnounceScheduleTest {
  private static final Duration INTERVAL = Duration.ofSeconds(15);

  private long now = Long.MAX_VALUE - Duration.ofSeconds(100).toNanos(); // overflows on the way
  private final AnnounceSchedule schedule = new AnnounceSchedule(now);

  @Test
  void announcesTheStartAtOnce() {
    assertThat(secondsLeft()).isZero();
    assertThat(schedule.begin(now)).isEqualTo(AnnounceEvent.STARTED);
  }

  @Test
  void keepsAnnouncingTheStartUntilTheTrackerTookIt() {
    schedule.begin(now);
    schedule.failed(now, null, 0.9);
    assertThat(schedule.begin(now)).isEqualTo(AnnounceEvent.STARTED);

    schedule.succeeded(now, AnnounceEvent.STARTED, INTERVAL, 0.9);

    assertThat(schedule.begin(now)).isEqualTo(AnnounceEvent.NONE);
  }

  @Test
  void comesBackALittleEarlierThanTheTrackerAsks() {
    start(INTERVAL);

    assertThat(secondsLeft()).isBetween(12.0, 15.0);
  }

  @Test
  void comesBackBeforeATrackerForgetsThatDoesNotSayWhen() {
    start(null);

    assertThat(secondsLeft()).isBetween(20.0, 25.0);
  }

  @Test
  void comesBackWithinHalfAnHourWhateverTheTrackerAsks() {
    start(Duration.ofDays(100));

    assertThat(secondsLeft()).isBetween(1_440.0, 1_800.0);
  }

  @Test
  void comesBackSoonToATrackerThatIsNotReached() {
    for (int i = 0; i < 10; i++) {
      schedule.begin(now);
      schedule.unreachable(now, 0.9);
    }

    assertThat(secondsLeft()).isBetween(6.4, 8.0);
  }

  @Test
  void backsOffFurtherAfterEveryFailure() {
    double[] longest = {1, 2, 4, 8, 16, 30, 30, 30};
    for (double seconds : longest) {
      schedule.begin(now);
      schedule.failed(now, null, 0.9);
      assertThat(secondsLeft()).isBetween(0.8 * seconds, seconds);
      now = schedule.nextAt();
    }
  }

  @Test
  void beginsToBackOffAnewAfterASuccess() {
    schedule.failed(now, null, 0.9);
    schedule.failed(now, null, 0.9);
    start(INTERVAL);

    schedule.failed(now, null, 0.9);

    assertThat(secondsLeft()).isBetween(0.8, 1.0);
  }

  @Test
  void leavesTheTrackerAloneAsLongAsItAsks() {
    schedule.begin(now);
    schedule.failed(now, Duration.ofSeconds(60), 0.9);
    assertThat(secondsLeft()).isBetween(60.0, 61.0);

    schedule.soon(now);
    schedule.completed(now);

    assertThat(secondsLeft()).isBetween(60.0, 61.0);
  }

  @Test
  void announcesTheEndOfADownloadAtOnceAndOnce() {
    start(INTERVAL);

    schedule.completed(now);

    assertThat(secondsLeft()).isZero();
    assertThat(schedule.begin(now)).isEqualTo(AnnounceEvent.COMPLETED);
    schedule.succeeded(now, AnnounceEvent.COMPLETED, INTERVAL, 0.9);
    assertThat(secondsLeft()).isBetween(12.0, 15.0);
    assertThat(schedule.begin(now)).isEqualTo(AnnounceEvent.NONE);
  }

  @Test
  void announcesTheEndThatCameWhileTheStartWasUnderWay() {
    schedule.begin(now);
    schedule.completed(now);

    schedule.succeeded(now, AnnounceEvent.STARTED, INTERVAL, 0.9);

    assertThat(secondsLeft()).isZero();
    assertThat(schedule.begin(now)).isEqualTo(AnnounceEvent.COMPLETED);
  }

  @Test
  void asksSoonerForPeersButNotMoreOftenThanEveryTwoSeconds() {
    start(INTERVAL);
    schedule.soon(now);
    assertThat(secondsLeft()).isEqualTo(2.0);

    now += Duration.ofSeconds(10).toNanos();
    schedule.soon(now);
    assertThat(secondsLeft()).isCloseTo(-8.0, Offset.offset(0.001)); // was due already
  }

  @Test
  void asksForPeersAtOnceWhenTheLastAnnounceIsLongAgo() {
    start(INTERVAL);
    now += Duration.ofSeconds(5).toNanos();

    schedule.soon(now);

    assertThat(secondsLeft()).isZero();
  }

  @Test
  void renewsAQuarterOfTheIntervalEarlierAtMost() {
    start(INTERVAL);

    assertThat(schedule.slack() / 1e9).isEqualTo(3.75);
  }

  @Test
  void waitsForNobodyElseWhereSomebodyWaits() {
    assertThat(schedule.slack()).isZero();
    start(INTERVAL);

    schedule.soon(now);
    assertThat(schedule.slack()).isZero();
    start(INTERVAL);
    schedule.completed(now);
    assertThat(schedule.slack()).isZero();
    start(INTERVAL);
    schedule.failed(now, null, 0.9);
    assertThat(schedule.slack()).isZero();
  }

  private void start(@Nullable Duration interval) {
    AnnounceEvent event = schedule.begin(now);
    schedule.succeeded(now, event, interval, 0.9);
  }

  /** Seconds from now to the next announce. */
  private double secondsLeft() {
    return (schedule.nextAt() - now) / 1e9;
  }
}
