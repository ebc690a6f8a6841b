package io.torrentinno.agent.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.protocol.model.Bytes32;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SessionsTest {
  private static final Bytes32 ALICE = new Bytes32(0, 0, 0, 1);
  private static final Bytes32 BOB = new Bytes32(0, 0, 0, 2);

  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
  private final Sessions sessions = new Sessions(clock::get);

  @Test
  void findsASessionUntilItsTimeIsOver() {
    Sessions.Started started = sessions.start(ALICE);

    clock.addAndGet(Sessions.LIFETIME - 1);
    assertThat(sessions.find(started.id())).contains(started.session());
    clock.addAndGet(1);
    assertThat(sessions.find(started.id())).isEmpty();
    sessions.start(BOB);
    assertThat(sessions.size()).isEqualTo(1);
  }

  @Test
  void endsTheOldestSessionOfATokenThatHasTooMany() {
    Sessions.Started bob = sessions.start(BOB);
    Sessions.Started first = sessions.start(ALICE);
    for (int i = 0; i < Sessions.PER_TOKEN; i++) {
      sessions.start(ALICE);
    }

    assertThat(sessions.find(first.id())).isEmpty();
    assertThat(sessions.find(bob.id())).isPresent();
    assertThat(sessions.size()).isEqualTo(Sessions.PER_TOKEN + 1);
  }

  @Test
  void forgetsASessionThatHasEnded() {
    Sessions.Started started = sessions.start(ALICE);
    sessions.end(started.session());

    assertThat(sessions.find(started.id())).isEmpty();
    assertThat(sessions.find("nonsense")).isEmpty();
  }

  @Test
  void forgivesWrongTokensWithTime() {
    FailedAttempts attempts = new FailedAttempts(clock::get);
    for (int i = 0; i < FailedAttempts.BURST; i++) {
      assertThat(attempts.mayTry("2001:db8::1")).isTrue();
      attempts.failed("2001:db8::" + i);
    }
    assertThat(attempts.mayTry("2001:db8::ffff")).isFalse();
    assertThat(attempts.mayTry("2001:db8:0:1::1")).isTrue();

    clock.addAndGet(TimeUnit.SECONDS.toNanos(3));
    assertThat(attempts.mayTry("2001:db8::1")).isTrue();
  }

  @Test
  void remembersABoundedNumberOfAddresses() {
    FailedAttempts attempts = new FailedAttempts(clock::get);
    for (int i = 0; i < FailedAttempts.BURST; i++) {
      attempts.failed("192.0.2.1");
    }
    for (int i = 0; i < FailedAttempts.ADDRESSES; i++) {
      attempts.failed("10.0." + i / 256 + "." + i % 256);
    }
    assertThat(attempts.mayTry("192.0.2.1")).isTrue();
  }
}
