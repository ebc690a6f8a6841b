package io.torrentinno.protocol.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BytesTest {
  @Test
  void neverChange() {
    byte[] source = {1, 2, 3};
    Bytes bytes = Bytes.copyOf(source);

    source[0] = 9;
    bytes.toArray()[1] = 9;

    assertThat(bytes.toArray()).containsExactly(1, 2, 3);
  }

  @Test
  void areTheSameWhenTheirContentIs() {
    Bytes whole = Bytes.copyOf((byte) 2, (byte) 3);
    Bytes part = Bytes.copyOf(new byte[] {1, 2, 3, 4}, 1, 2);

    assertThat(part).isEqualTo(whole).hasSameHashCodeAs(whole).hasToString("2 bytes");
    assertThat(part).isNotEqualTo(Bytes.copyOf((byte) 2));
    assertThat(part.length()).isEqualTo(2);
  }

  @Test
  void areWrittenAtTheGivenOffset() {
    byte[] target = new byte[4];

    Bytes.copyOf((byte) 7, (byte) 8).writeTo(target, 1);

    assertThat(target).containsExactly(0, 7, 8, 0);
  }

  @Test
  void refuseAPartBeyondTheArray() {
    assertThatThrownBy(() -> Bytes.copyOf(new byte[3], 2, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
