package io.torrentinno.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import org.junit.jupiter.api.Test;

class FeatureTest {
  @Test
  void hasTheBitThatTheSpecificationGivesIt() {
    assertThat(Feature.toBits(EnumSet.of(Feature.FAST))).isEqualTo(1);
    assertThat(Feature.toBits(EnumSet.of(Feature.MANIFEST))).isEqualTo(2);
    assertThat(Feature.toBits(EnumSet.of(Feature.PEER_EXCHANGE))).isEqualTo(4);
    assertThat(Feature.toBits(EnumSet.of(Feature.HASHES))).isEqualTo(8);
    assertThat(Feature.toBits(EnumSet.of(Feature.SIGNATURES))).isEqualTo(16);
    assertThat(Feature.toBits(EnumSet.of(Feature.COPY_HINTS))).isEqualTo(32);
    assertThat(Feature.toBits(EnumSet.allOf(Feature.class))).isEqualTo(63);
  }

  @Test
  void isCommonOnlyWhenBothSidesNameIt() {
    assertThat(Feature.common(1, 1)).containsExactly(Feature.FAST);
    assertThat(Feature.common(1, 2)).isEmpty();
    assertThat(Feature.common(-1, 6)).containsExactly(Feature.MANIFEST, Feature.PEER_EXCHANGE);
  }

  @Test
  void ignoresUnknownBits() {
    assertThat(Feature.common(-1L << 6, -1L)).isEmpty();
  }
}
