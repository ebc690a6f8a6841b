package io.torrentinno.tracker.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.torrentinno.tracker.testing.LogOf;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RedisReportTest {
  private static final String AWAY =
      "WARN Not level with the log in Redis, announces are answered from memory: ";

  private final RedisReport report = new RedisReport(new SimpleMeterRegistry(), false);
  private final LogOf log = new LogOf(RedisReport.class);

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void logsTheFirstReasonOfAnOutageOnce() {
    report.notLevel(new RedisException("cut off"), 0);
    report.notLevel(new RedisException("cut off"), 20_000);

    assertThat(log.lines()).containsExactly(AWAY + "cut off");
  }

  @Test
  void logsAnotherReasonOfTheSameOutageAfterTenSeconds() {
    report.notLevel(new RedisException("cut off"), 0);
    report.notLevel(new RedisException("read-only"), 9_999);
    report.notLevel(new RedisException("read-only"), 10_000);
    report.notLevel(new RedisException("read-only"), 20_001);

    assertThat(log.lines()).containsExactly(AWAY + "cut off", AWAY + "read-only");
  }

  @Test
  void logsTheEndOfAnOutageThatItLogged() {
    report.notLevel(new RedisException("cut off"), 1_000);
    report.level(3_000);
    report.level(4_000);

    assertThat(log.lines())
        .containsExactly(AWAY + "cut off", "INFO Level with the log in Redis, after 3000 ms");
  }

  @Test
  void logsAnOutageEveryTenSecondsWhenManyFollowEachOther() {
    for (int now = 0; now < 25_000; now += 500) {
      report.notLevel(new RedisException("full"), now);
      report.level(now + 250);
    }

    assertThat(log.lines()).filteredOn(line -> line.startsWith("WARN")).hasSize(3);
    assertThat(log.lines()).filteredOn(line -> line.startsWith("INFO")).hasSize(3);
  }

  @Test
  void logsTheFirstOfEachKindOfFailure() {
    for (int failure = 0; failure < 9; failure++) {
      report.ignored(new IllegalStateException());
      report.ignored(new LogEntry.UnreadableException("newer"));
    }

    assertThat(log.lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith("WARN Ignored a part of the log"));
  }

  @Test
  void saysThatItReadsTheLogWhenRedisWorksAgain() {
    report.setTrouble(new RedisException("cut off"));
    report.reads();
    assertThat(report.trouble()).isEqualTo("reads the log");

    report.level(1_000);
    assertThat(report.trouble()).isNull();
  }
}
