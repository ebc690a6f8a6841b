package io.torrentinno.tracker.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SipHashTest {
  private static final SipHash HASH = new SipHash(counting(16));

  /** From the authors' vectors: messages 00, 01, 02 …, and the bytes of the hash in memory. */
  @ParameterizedTest
  @CsvSource({
    "0, 310e0edd47db6f72",
    "1, fd67dc93c539f874",
    "2, 5a4fa9d909806c0d",
    "3, 2d7efbd796666785",
    "4, b7877127e09427cf",
    "5, 8da699cd64557618",
    "6, cee3fe586e46c9cb",
    "7, 37d1018bf50002ab",
    "8, 6224939a79f5f593",
    "9, b0e4a90bdf82009e",
    "15, e545be4961ca29a1"
  })
  void computesTheHashesOfItsAuthors(int length, String expected) {
    long hash = HASH.hash(counting(length));

    byte[] bytes =
        ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(hash).array();
    assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(expected);
  }

  @Test
  void dependsOnTheKey() {
    assertThat(new SipHash(new byte[16]).hash(counting(8))).isNotEqualTo(HASH.hash(counting(8)));
  }

  @Test
  void acceptsOnlyKeysOfSixteenBytes() {
    assertThatIllegalArgumentException().isThrownBy(() -> new SipHash(new byte[15]));
  }

  private static byte[] counting(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }
}
