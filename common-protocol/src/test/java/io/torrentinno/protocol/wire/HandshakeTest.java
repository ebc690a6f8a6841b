package io.torrentinno.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.torrentinno.protocol.Golden;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.wire.WireException.Reason;
import org.junit.jupiter.api.Test;

class HandshakeTest {
  private static final byte[] BYTES = Golden.bytes("handshake");
  private static final Handshake HANDSHAKE =
      new Handshake(
          PeerId.parse("2d5449303230302d000102030405060708090a0b0c0d0e0f1011121314151617"),
          InfoHash.parse("c9f39745c341b7803874a0b518a4a6295c23666f7bd58254dc86aa9829a8ffec"));

  @Test
  void isSeventyFiveBytes() {
    ByteBuf out = Unpooled.buffer();

    HANDSHAKE.encode(out);

    assertThat(out).isEqualTo(Unpooled.wrappedBuffer(BYTES));
    assertThat(out.readableBytes()).isEqualTo(Handshake.LENGTH).isEqualTo(75);
  }

  @Test
  void isReadFromItsBytesAndNothingBehindThem() throws WireException {
    ByteBuf in = Unpooled.wrappedBuffer(BYTES, new byte[] {7});

    assertThat(Handshake.decode(in)).isEqualTo(HANDSHAKE);
    assertThat(in.readableBytes()).isEqualTo(1);
  }

  @Test
  void consumesNothingUntilItIsWhole() throws WireException {
    for (int length = 0; length < BYTES.length; length++) {
      ByteBuf in = Unpooled.wrappedBuffer(BYTES, 0, length);

      assertThat(Handshake.decode(in)).isNull();
      assertThat(in.readableBytes()).isEqualTo(length);
    }
  }

  @Test
  void refusesAStrangerAtTheFirstByteThatDiffers() {
    for (int i = 0; i < "TorrentInno".length(); i++) {
      byte[] bytes = BYTES.clone();
      bytes[i] ^= 0x20;
      ByteBuf in = Unpooled.wrappedBuffer(bytes, 0, i + 1);

      WireException refusal = catchThrowableOfType(WireException.class, () -> Handshake.decode(in));

      assertThat(refusal.reason()).isEqualTo(Reason.BAD_MAGIC);
    }
  }

  @Test
  void choosesTheDialectByTheRemotePeersId() {
    assertThat(Dialect.of(HANDSHAKE.peerId())).isEqualTo(Dialect.TI2);
    assertThat(Dialect.of(PeerId.parse("2d54493031" + "00".repeat(27)))).isEqualTo(Dialect.TI1);
    assertThat(Dialect.of(PeerId.parse("2d54493032" + "ff".repeat(27)))).isEqualTo(Dialect.TI2);
  }
}
