package io.torrentinno.protocol.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZeroNodesTest {
  private final ZeroNodes nodes = new ZeroNodes();

  @ParameterizedTest
  @CsvSource({
    "1, 0",
    "16384, 0",
    "7, 3",
    "16385, 1",
    "32768, 1",
    "32769, 2",
    "65535, 2",
    "65536, 2",
    "81920, 6",
    "1048577, 7",
    "16777215, 10"
  })
  void areThoseOfTheBytes(int length, int layer) {
    SubtreeHasher hasher = new SubtreeHasher();
    hasher.update(new byte[length], 0, length);

    assertThat(nodes.of(length, layer)).isEqualTo(hasher.finish(layer));
    assertThat(nodes.of(length, layer)).isEqualTo(nodes.of(length, layer));
  }

  @Test
  void refusesMoreThanANodeCovers() {
    assertThatIllegalArgumentException().isThrownBy(() -> nodes.of(16385, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> nodes.of(0, 0));
  }
}
