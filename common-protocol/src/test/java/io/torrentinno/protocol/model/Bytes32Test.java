package io.torrentinno.protocol.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Bytes32Test {
  private static final long SEED = 20_260_101;

  @Test
  void agreesWithItsBytesInTextOrderAndBinaryForm() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int run = 0; run < 2000; run++) {
      byte[] a = sparse(random);
      byte[] b = sparse(random);

      Bytes32 value = Bytes32.of(a, 0);

      assertThat(value.toBytes()).as("run %d", run).isEqualTo(a);
      assertThat(value.toHex()).isEqualTo(HexFormat.of().formatHex(a));
      assertThat(Bytes32.parse(value.toHex())).isEqualTo(value);
      assertThat(Bytes32.parse(value.toHex().toUpperCase(Locale.ROOT))).isEqualTo(value);
      assertThat(Integer.signum(value.compareTo(Bytes32.of(b, 0))))
          .isEqualTo(Integer.signum(Arrays.compareUnsigned(a, b)));
    }
  }

  @Test
  void isReadFromAndWrittenToTheMiddleOfAnArray() {
    byte[] bytes = new byte[40];
    new SplittableRandom(SEED).nextBytes(bytes);
    byte[] target = new byte[40];

    Bytes32.of(bytes, 5).writeTo(target, 5);

    assertThat(Arrays.copyOfRange(target, 5, 37)).isEqualTo(Arrays.copyOfRange(bytes, 5, 37));
    assertThat(target).startsWith(0, 0, 0, 0, 0).endsWith(0, 0, 0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "000000000000000000000000000000000000000000000000000000000000000",
        "00000000000000000000000000000000000000000000000000000000000000000",
        "000000000000000000000000000000000000000000000000000000000000000g",
        "+00000000000000000000000000000000000000000000000000000000000000",
        " 000000000000000000000000000000000000000000000000000000000000000",
        "0x00000000000000000000000000000000000000000000000000000000000000",
        "０000000000000000000000000000000000000000000000000000000000000000"
      })
  void refusesAnythingButSixtyFourHexDigits(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Bytes32.parse(text));
  }

  @Test
  void refusesTooFewBytes() {
    assertThatThrownBy(() -> Bytes32.of(new byte[32], 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  /** Mostly zeros, so that words compare equal often and hex has leading zeros. */
  private static byte[] sparse(SplittableRandom random) {
    byte[] bytes = new byte[Bytes32.LENGTH];
    for (int i = random.nextInt(3); i > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    return bytes;
  }
}
