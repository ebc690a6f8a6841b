package io.torrentinno.agent.engine.upload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UploadSlotsTest {
  private long total;

  @Test
  void staysAtTheLeastWhenMoreSlotsUploadNoMore() {
    UploadSlots slots = new UploadSlots(0);

    for (int second = 0; second < 60; second++) {
      round(slots, 1000, true);
    }

    assertThat(slots.count()).isBetween(UploadSlots.LEAST, UploadSlots.LEAST + 1);
  }

  @Test
  void growsAsLongAsEverySlotBringsItsShare() {
    UploadSlots slots = new UploadSlots(0);

    for (int second = 0; second < 60; second++) {
      round(slots, 1000L * Math.min(40, slots.count()), true);
    }

    assertThat(slots.count()).isBetween(36, 50);
  }

  @Test
  void triesNothingWhileNobodyWaits() {
    UploadSlots slots = new UploadSlots(0);

    for (int second = 0; second < 60; second++) {
      round(slots, 1000L * slots.count(), false);
    }

    assertThat(slots.count()).isEqualTo(UploadSlots.LEAST);
  }

  @Test
  void keepsAFixedNumber() {
    UploadSlots slots = new UploadSlots(3);

    for (int second = 0; second < 60; second++) {
      round(slots, 1000L * slots.count(), true);
    }

    assertThat(slots.count()).isEqualTo(3);
  }

  private void round(UploadSlots slots, long bytes, boolean wanted) {
    total += bytes;
    slots.round(total, wanted);
  }
}
