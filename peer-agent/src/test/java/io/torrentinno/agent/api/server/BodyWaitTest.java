package io.torrentinno.agent.api.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BodyWaitTest {
  private final BodyWait wait = new BodyWait(ClientPace.DEFAULT);

  @Test
  void waitsNoMoreForABodyThatMakesRoomWhenItReadsOn() {
    wait.begin(0, false);
    wait.end();
    assertThat(wait.makeRoom()).as("its client is not waited for").isFalse();

    wait.makeRoomSoon();

    assertThat(wait.begin(1_000, false)).isZero();
    assertThat(wait.hasMadeRoom()).isTrue();
  }

  @Test
  void waitsForTheNextBodyOfAConnectionWhoseLastOneEndedBefore() {
    wait.begin(0, false);
    wait.end();
    wait.makeRoomSoon();

    assertThat(wait.begin(0, false)).isPositive();
    assertThat(wait.hasMadeRoom()).isFalse();
  }
}
