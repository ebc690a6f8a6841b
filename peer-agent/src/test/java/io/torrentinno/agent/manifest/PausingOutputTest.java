package io.torrentinno.agent.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PausingOutputTest {
  private final ByteArrayOutputStream target = new ByteArrayOutputStream();
  private final List<Integer> pauses = new ArrayList<>();
  private final PausingOutput out = new PausingOutput(target, () -> pauses.add(target.size()));

  @Test
  void pausesAfterEach64KiB() throws IOException {
    byte[] buffer = new byte[8 << 10];
    for (int i = 0; i < 20; i++) {
      out.write(buffer);
    }

    assertThat(pauses).containsExactly(64 << 10, 128 << 10);
    assertThat(target.size()).isEqualTo(160 << 10);
  }

  @Test
  void countsSingleBytes() throws IOException {
    for (int i = 0; i < 64 << 10; i++) {
      out.write(i);
    }

    assertThat(pauses).containsExactly(64 << 10);
  }
}
