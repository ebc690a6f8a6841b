package io.torrentinno.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.torrentinno.protocol.model.BlockRange;
import io.torrentinno.protocol.model.PieceLayout;
import io.torrentinno.protocol.wire.PeerMessage.Have;
import io.torrentinno.protocol.wire.PeerMessage.KeepAlive;
import io.torrentinno.protocol.wire.WireException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameDecoderTest {
  private static final int PIECE_SIZE = 100_000;

  /** Eleven pieces: a bitfield takes two bytes, five bits of the second are spare. */
  private static final PieceLayout LAYOUT =
      new PieceLayout(
          new int[] {
            PIECE_SIZE,
            PIECE_SIZE,
            PIECE_SIZE,
            PIECE_SIZE,
            PIECE_SIZE,
            PIECE_SIZE,
            PIECE_SIZE,
            PIECE_SIZE,
            PIECE_SIZE,
            PIECE_SIZE,
            10
          });

  private final List<ByteBuf> read = new ArrayList<>();

  @AfterEach
  void nothingThatWasReadIsStillHeld() {
    for (ByteBuf buffer : read) {
      assertThat(buffer.refCnt()).isEqualTo(1);
      buffer.release();
    }
  }

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
    "00000013 10 0000000000000000 00004000 0001 0000 01 0a, TI2, BAD_HELLO"
  })
  void refusesAFrameByItsFirstWrongByte(String hex, Dialect dialect, Reason reason) {
    ByteBuf bytes = bytes(hex);

    for (int split = 0; split < bytes.readableBytes(); split++) {
      FrameDecoder decoder = new FrameDecoder(LAYOUT, dialect, FrameLimits.of(dialect));
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

  @Test
  void acceptsTheLongestAndTheShortestBlock() throws WireException {
    BlockRange longest = new BlockRange(0, 0, PIECE_SIZE);
    BlockRange shortest = new BlockRange(10, 9, 1);
    RecordingSink sink = new RecordingSink();

    ti1().decode(blocks(longest, shortest), sink);

    assertThat(sink.events)
        .containsExactly(
            new RecordingSink.Block(longest, "5a".repeat(PIECE_SIZE)),
            new RecordingSink.Block(shortest, "5a"));
  }

  @Test
  void handsAPayloadOverAsItArrives() throws WireException {
    BlockRange range = new BlockRange(3, 5, 1000);
    ByteBuf frame = blocks(range);
    List<Integer> offsets = new ArrayList<>();
    FrameDecoder decoder = ti1();
    FrameDecoder.Sink sink =
        new BlockSink() {
          @Override
          public void blockBytes(BlockRange block, int offset, ByteBuf payload) {
            offsets.add(offset);
            assertThat(payload.unwrap()).as("a slice, not a copy").isSameAs(frame);
            payload.release();
          }
        };

    decoder.decode(frame.readSlice(MessageEncoder.PIECE_HEADER_LENGTH), sink);
    decoder.decode(frame.readSlice(1), sink);
    decoder.decode(frame.readSlice(499), sink);
    decoder.decode(frame.readSlice(500), sink);

    assertThat(offsets).containsExactly(0, 1, 500);
  }

  @Test
  void leavesPayloadsToTheSinkToRelease() throws WireException {
    ByteBuf frame = blocks(new BlockRange(0, 0, 10));
    List<ByteBuf> kept = new ArrayList<>();

    ti1()
        .decode(
            frame,
            new BlockSink() {
              @Override
              public void blockBytes(BlockRange range, int offset, ByteBuf payload) {
                kept.add(payload);
              }
            });

    assertThat(frame.refCnt()).isEqualTo(2);
    kept.forEach(ByteBuf::release);
    assertThat(frame.refCnt()).isEqualTo(1);
  }

  @Test
  void skipsABlockThatTheSinkDoesNotWant() throws WireException {
    BlockRange range = new BlockRange(0, 0, 5000);
    RecordingSink sink = new RecordingSink(false);
    ByteBuf frames = Unpooled.wrappedBuffer(blocks(range), bytes("00000003 03 8000"));

    ti1().decode(frames, sink);

    assertThat(sink.events).hasSize(2);
    assertThat(sink.events.getFirst()).isEqualTo(new RecordingSink.Refused(range));
    assertThat(sink.events.getLast()).isInstanceOf(Have.Bits.class);
  }

  @Test
  void skipsUnknownTypesFromATi2Peer() throws WireException {
    int length = FrameLimits.SKIPPED_LENGTH;
    ByteBuf frames = own(Unpooled.buffer());
    frames.writeInt(length).writeByte(0x7f).writeZero(length - 1);
    frames.writeInt(1).writeByte(0xff);
    frames.writeInt(0);
    RecordingSink sink = new RecordingSink();

    ti2().decode(frames, sink);

    assertThat(sink.events).containsExactly(new KeepAlive());
    assertThat(frames.isReadable()).isFalse();
  }

  @Test
  void saysNothingBeforeAFrameIsWhole() throws WireException {
    ByteBuf request = bytes("0000000d 01 00000000 00000000 00000001");
    RecordingSink sink = new RecordingSink();
    FrameDecoder decoder = ti1();

    decoder.decode(request.readSlice(request.readableBytes() - 1), sink);

    assertThat(sink.events).isEmpty();
    decoder.close();
  }

  @Test
  void ignoresEverythingOnceASinkHasClosedIt() throws WireException {
    BlockRange range = new BlockRange(0, 0, 10);
    ByteBuf frames = Unpooled.wrappedBuffer(blocks(range, range), bytes("ffffffff"));
    List<String> calls = new ArrayList<>();
    FrameDecoder decoder = ti1();

    decoder.decode(
        frames,
        new BlockSink() {
          @Override
          public void blockBytes(BlockRange block, int offset, ByteBuf payload) {
            calls.add("bytes");
            payload.release();
            decoder.close();
          }

          @Override
          public void blockEnds(BlockRange block) {
            calls.add("end");
          }
        });

    assertThat(calls).containsExactly("bytes");
    assertThat(frames.isReadable()).isFalse();
  }

  @Test
  void mayBeClosedByAMessageThatItHeld() throws WireException {
    ByteBuf frames = bytes("00000001 05 00000001 06 00000000");
    List<PeerMessage> messages = new ArrayList<>();
    FrameDecoder decoder = ti2();
    FrameDecoder.Sink sink =
        new BlockSink() {
          @Override
          public void message(PeerMessage message) {
            messages.add(message);
            decoder.close();
          }
        };

    decoder.decode(frames.readSlice(2), sink);
    decoder.decode(frames, sink);

    assertThat(messages).containsExactly(new PeerMessage.Choke());
    assertThat(frames.isReadable()).isFalse();
  }

  @Test
  void ignoresEverythingBehindAViolation() throws WireException {
    FrameDecoder decoder = ti1();
    RecordingSink sink = new RecordingSink();
    assertThatThrownBy(() -> decoder.decode(bytes("00000000"), sink))
        .isInstanceOf(WireException.class);

    decoder.decode(bytes("0000000d 01 00000000 00000000 00000001"), sink);

    assertThat(sink.events).isEmpty();
  }

  private static FrameDecoder ti1() {
    return new FrameDecoder(LAYOUT, Dialect.TI1, FrameLimits.of(Dialect.TI1));
  }

  private static FrameDecoder ti2() {
    return new FrameDecoder(LAYOUT, Dialect.TI2, FrameLimits.of(Dialect.TI2));
  }

  private ByteBuf blocks(BlockRange... ranges) {
    ByteBuf frames = own(Unpooled.buffer());
    for (BlockRange range : ranges) {
      MessageEncoder.encodePieceHeader(range, frames);
      frames.writeBytes("Z".repeat(range.length()).getBytes(StandardCharsets.US_ASCII));
    }
    return frames;
  }

  private ByteBuf bytes(String hex) {
    return own(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex.replace(" ", ""))));
  }

  private ByteBuf own(ByteBuf buffer) {
    read.add(buffer);
    return buffer;
  }

  /** Wants every block and nothing else. */
  private abstract static class BlockSink implements FrameDecoder.Sink {
    @Override
    public void message(PeerMessage message) {
      throw new AssertionError("unexpected " + message);
    }

    @Override
    public boolean blockBegins(BlockRange range) {
      return true;
    }

    @Override
    public void blockBytes(BlockRange range, int offset, ByteBuf payload) {
      payload.release();
    }

    @Override
    public void blockEnds(BlockRange range) {}
  }
}
