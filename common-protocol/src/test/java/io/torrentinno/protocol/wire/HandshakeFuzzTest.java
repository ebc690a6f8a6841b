package io.torrentinno.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Any first bytes of a stranger, byte by byte. */
class HandshakeFuzzTest {
  private static final byte[] MAGIC = "TorrentInno".getBytes(StandardCharsets.US_ASCII);

  @FuzzTest(maxDuration = "20s")
  void isKnownByItsFirstBytesAndReadOnceItIsWhole(byte[] input) {
    int same = Arrays.mismatch(input, MAGIC);
    boolean isStranger = same >= 0 && same < Math.min(input.length, MAGIC.length);

    for (int arrived = 0; arrived <= input.length; arrived++) {
      ByteBuf in = Unpooled.wrappedBuffer(input, 0, arrived);
      boolean differs = isStranger && arrived > same;
      try {
        Handshake handshake = Handshake.decode(in);
        assertThat(differs).as("%d bytes of a stranger", arrived).isFalse();
        boolean whole = arrived >= Handshake.LENGTH;
        assertThat(handshake != null).as("read of %d bytes", arrived).isEqualTo(whole);
        assertThat(in.readerIndex()).isEqualTo(whole ? Handshake.LENGTH : 0);
        if (handshake != null) {
          assertThat(written(handshake)).isEqualTo(Arrays.copyOf(input, Handshake.LENGTH));
        }
      } catch (WireException e) {
        assertThat(differs).as("%d bytes of a peer", arrived).isTrue();
        assertThat(e.reason()).isEqualTo(WireException.Reason.BAD_MAGIC);
        assertThat(in.readerIndex()).isZero();
      }
    }
  }

  private static byte[] written(Handshake handshake) {
    ByteBuf out = Unpooled.buffer(Handshake.LENGTH);
    handshake.encode(out);
    return Arrays.copyOf(out.array(), out.readableBytes());
  }
}
