package io.torrentinno.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.torrentinno.protocol.wire.WireException.Reason;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each case ends with the byte that gives the violation away. */
class WireViolationsTest {
  private static final String PEER_ID =
      "2d5449303230302d 0001020304050607 08090a0b0c0d0e0f 1011121314151617";

  @ParameterizedTest
  @CsvSource({
    "00000000, TI1, BAD_LENGTH",
    "00000001 04, TI1, UNKNOWN_TYPE",
    "00000005 04 00000000, TI1, UNKNOWN_TYPE",
    "00000001 05, TI1, UNKNOWN_TYPE",
    "00000012 10, TI1, UNKNOWN_TYPE",
    "00000002 7f 00, TI1, UNKNOWN_TYPE",
    "00000001 00, TI1, UNKNOWN_TYPE",
    "0000000d 00, TI1, UNKNOWN_TYPE",
    "80000000, TI1, OVERSIZED_FRAME",
    "ffffffff, TI2, OVERSIZED_FRAME",
    "00100001 7f, TI2, OVERSIZED_FRAME",
    "0000000c 01, TI1, BAD_LENGTH",
    "0000000e 01, TI1, BAD_LENGTH",
    "7fffffff 01, TI1, BAD_LENGTH",
    "00000001 02, TI1, BAD_LENGTH",
    "0000000d 02, TI1, BAD_LENGTH",
    "000f424e 02, TI1, OVERSIZED_FRAME",
    "0004000e 02, TI2, OVERSIZED_FRAME",
    "0000000f 02 00000000 00000000 00000001, TI1, BAD_LENGTH",
    "0000000f 02 00000000 00000000 00000003, TI1, BAD_LENGTH",
    "0000000e 02 0000000b 00000000 00000001, TI1, BAD_PIECE",
    "0000000e 02 ffffffff 00000000 00000001, TI1, BAD_PIECE",
    "0000000e 02 0000000a 0000000a 00000001, TI1, BAD_RANGE",
    "0000000e 02 0000000a ffffffff 00000001, TI1, BAD_RANGE",
    "0000000f 02 0000000a 00000009 00000002, TI1, BAD_RANGE",
    "0000000d 01 0000000b 00000000 00000001, TI1, BAD_PIECE",
    "0000000d 01 00000000 00000000 00000000, TI1, BAD_RANGE",
    "0000000d 01 00000000 00000001 7fffffff, TI1, BAD_RANGE",
    "0000000d 01 00000000 7fffffff 7fffffff, TI1, BAD_RANGE",
    "0000000d 01 00000000 00000000 80000000, TI1, BAD_RANGE",
    "0000000d 01 0000000a 00000000 0000000b, TI1, BAD_RANGE",
    "0000000d 09 00000000 00000000 00000000, TI2, BAD_RANGE",
    "0000000d 0a 0000000b 00000000 00000001, TI2, BAD_PIECE",
    "00000001 03, TI1, BAD_LENGTH",
    "00000002 03, TI1, BAD_LENGTH",
    "00000004 03, TI1, BAD_LENGTH",
    "00000003 03 0010, TI1, BAD_BITFIELD",
    "00000003 03 0001, TI2, BAD_BITFIELD",
    "00000005 04 0000000b, TI2, BAD_PIECE",
    "00000005 04 ffffffff, TI2, BAD_PIECE",
    "00000004 04, TI2, BAD_LENGTH",
    "00000002 05, TI2, BAD_LENGTH",
    "00000002 06, TI2, BAD_LENGTH",
    "00000002 07, TI2, BAD_LENGTH",
    "00000002 08, TI2, BAD_LENGTH",
    "0000000c 09, TI2, BAD_LENGTH",
    "0000000e 0a, TI2, BAD_LENGTH",
    "00000002 0b, TI2, BAD_LENGTH",
    "00000002 0c, TI2, BAD_LENGTH",
    "00000011 10, TI2, BAD_LENGTH",
    "00001001 10, TI2, OVERSIZED_FRAME",
    "00000012 10 0000000000000000 00003fff 0001 0000 00, TI2, BAD_HELLO",
    "00000012 10 0000000000000000 00004000 0000 0000 00, TI2, BAD_HELLO",
    "00000012 10 0000000000000000 00004000 0001 0000 01, TI2, BAD_HELLO",
    "00000013 10 0000000000000000 00004000 0001 0000 01 ff, TI2, BAD_HELLO",
    "00000013 10 0000000000000000 00004000 0001 0000 01 0a, TI2, BAD_HELLO",
    "00000009 11, TI1, UNKNOWN_TYPE",
    "00000009 12, TI1, UNKNOWN_TYPE",
    "00000001 13, TI1, UNKNOWN_TYPE",
    "00000008 11, TI2, BAD_LENGTH",
    "0000000a 11, TI2, BAD_LENGTH",
    "00000009 11 80000000 00000001, TI2, BAD_RANGE",
    "00000009 11 08000000 00000001, TI2, BAD_RANGE",
    "00000009 11 00000000 00000000, TI2, BAD_RANGE",
    "00000009 11 00000000 00010001, TI2, BAD_RANGE",
    "00000009 11 00000000 80000000, TI2, BAD_RANGE",
    "00000008 12, TI2, BAD_LENGTH",
    "0001000a 12, TI2, OVERSIZED_FRAME",
    "7fffffff 12, TI2, OVERSIZED_FRAME",
    "00000009 12 08000001 00000000, TI2, BAD_RANGE",
    "00000009 12 80000000 00000000, TI2, BAD_RANGE",
    "00000009 12 00000001 80000000, TI2, BAD_RANGE",
    "0000000a 12 00000000 00000000 00, TI2, BAD_RANGE",
    "0000000b 12 00000008 00000007 0000, TI2, BAD_RANGE",
    "0000000a 12 00000008 7fffffff 00, TI2, BAD_RANGE",
    "00000a2a 13, TI2, OVERSIZED_FRAME",
    "00000002 13 00, TI2, BAD_LENGTH",
    "00000028 13 " + PEER_ID + "00 04 c0000201 1a, TI2, BAD_LENGTH",
    "00000029 13 " + PEER_ID + "00 05 c0000201 1ae1, TI2, BAD_PEER",
    "00000029 13 " + PEER_ID + "00 04 c0000201 0000, TI2, BAD_PEER",
    "00000029 13 " + PEER_ID + "00 06 c0000201 1ae1, TI2, BAD_LENGTH"
  })
  void refusesAFrameByItsFirstWrongByte(String hex, Dialect dialect, Reason reason) {
    ByteBuf bytes = Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex.replace(" ", "")));

    for (int split = 0; split < bytes.readableBytes(); split++) {
      FrameDecoder decoder = Fixtures.decoder(dialect);
      RecordingSink sink = new RecordingSink();
      int first = split;
      WireException refusal =
          catchThrowableOfType(
              WireException.class,
              () -> {
                decoder.decode(bytes.slice(0, first), sink);
                decoder.decode(bytes.slice(first, bytes.readableBytes() - first), sink);
              });

      assertThat(refusal.reason()).as("split at %d", split).isEqualTo(reason);
      assertThat(sink.events).isEmpty();
    }
  }
}
