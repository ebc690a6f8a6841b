package io.torrentinno.agent.net.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BlockMemoryTest {
  @Test
  void refusesMoreThanItHasAndTakesNothingThen() {
    assertThat(BlockMemory.take(Integer.MAX_VALUE)).isFalse();

    assertThat(BlockMemory.take(1)).isTrue();
    BlockMemory.give(1);
  }
}
