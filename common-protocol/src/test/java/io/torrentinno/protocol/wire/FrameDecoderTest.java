package io.torrentinno.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.torrentinno.protocol.Golden;
import io.torrentinno.protocol.model.BlockRange;
import io.torrentinno.protocol.model.Bytes;
import io.torrentinno.protocol.wire.PeerMessage.Have;
import io.torrentinno.protocol.wire.PeerMessage.KeepAlive;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FrameDecoderTest {
  private final List<ByteBuf> read = new ArrayList<>();

  @AfterEach
  void nothingThatWasReadIsStillHeld() {
    for (ByteBuf buffer : read) {
      assertThat(buffer.refCnt()).isEqualTo(1);
      buffer.release();
    }
  }

  @Test
  void acceptsTheLongestAndTheShortestBlock() throws WireException {
    BlockRange longest = new BlockRange(0, 0, Fixtures.PIECE_SIZE);
    BlockRange shortest = new BlockRange(10, 9, 1);
    RecordingSink sink = new RecordingSink();

    Fixtures.decoder(Dialect.TI1).decode(blocks(longest, shortest), sink);

    assertThat(sink.events)
        .containsExactly(
            new RecordingSink.Block(longest, "5a".repeat(Fixtures.PIECE_SIZE)),
            new RecordingSink.Block(shortest, "5a"));
  }

  @Test
  void handsAPayloadOverAsItArrives() throws WireException {
    BlockRange range = new BlockRange(3, 5, 1000);
    ByteBuf frame = blocks(range);
    List<Integer> offsets = new ArrayList<>();
    FrameDecoder decoder = Fixtures.decoder(Dialect.TI1);
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
  void tellsWhereTheNextPayloadBegins() throws WireException {
    BlockRange large = new BlockRange(0, 0, 70_000);
    ByteBuf frames = blocks(large, large);
    int head = MessageEncoder.PIECE_HEADER_LENGTH;
    FrameDecoder decoder = Fixtures.decoder(Dialect.TI2);
    RecordingSink sink = new RecordingSink();

    decoder.decode(frames.readSlice(head), sink);
    int first = decoder.wanted();
    decoder.decode(frames.readSlice(first), sink);
    int second = decoder.wanted();
    decoder.decode(frames.readSlice(69_999), sink);
    int last = decoder.wanted();
    decoder.decode(frames.readSlice(1), sink);

    assertThat(first).isEqualTo(70_000 + head);
    assertThat(second).isEqualTo(70_000 + head);
    assertThat(last).isEqualTo(1 + head);
    assertThat(decoder.wanted()).as("between blocks").isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void readsSmallBlocksManyAtATime() throws WireException {
    FrameDecoder decoder = Fixtures.decoder(Dialect.TI1);
    ByteBuf frame = blocks(new BlockRange(0, 0, 16 << 10));

    decoder.decode(frame.readSlice(100), new RecordingSink());

    assertThat(decoder.wanted()).isEqualTo(Integer.MAX_VALUE);
    decoder.close();
  }

  @Test
  void leavesPayloadsToTheSinkToRelease() throws WireException {
    ByteBuf frame = blocks(new BlockRange(0, 0, 10));
    List<ByteBuf> kept = new ArrayList<>();

    Fixtures.decoder(Dialect.TI1)
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

    Fixtures.decoder(Dialect.TI1).decode(frames, sink);

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

    Fixtures.decoder(Dialect.TI2).decode(frames, sink);

    assertThat(sink.events).containsExactly(new KeepAlive());
    assertThat(frames.isReadable()).isFalse();
  }

  @Test
  void skipsWhatNamesPiecesWhileTheyAreUnknown() throws WireException {
    ByteBuf frames =
        Unpooled.wrappedBuffer(
            blocks(new BlockRange(3, 5, 1000)),
            bytes("00000009 03 0102030405060708 00000005 04 7fffffff 00000001 0c"),
            bytes("0000000d 01 ffffffff ffffffff ffffffff 0000000a 12 00000008 00000007 2a"));
    RecordingSink sink = new RecordingSink();

    try (FrameDecoder decoder = FrameDecoder.withoutPieces(FrameLimits.of(Dialect.TI2))) {
      while (frames.isReadable()) {
        decoder.decode(frames.readSlice(1), sink);
      }
    }

    assertThat(sink.events)
        .containsExactly(
            new Have.None(), new PeerMessage.ManifestPart(8, 7, Bytes.copyOf((byte) 42)));
  }

  @Test
  void skipsMessagesOfFeaturesThatItsSideDoesNotName() throws WireException {
    ByteBuf frames = Unpooled.buffer();
    frames.writeBytes(bytes("00000002 17 00 00000001 05")); // of no length that the type has
    frames.writeBytes(Golden.bytes("hashes")).writeBytes(Golden.bytes("signatures"));
    frames.writeBytes(Golden.bytes("unchoke"));
    RecordingSink sink = new RecordingSink();

    new FrameDecoder(Fixtures.LAYOUT, Dialect.TI2, FrameLimits.of(Dialect.TI2))
        .decode(frames, sink);

    assertThat(sink.events).containsExactly(new PeerMessage.Choke(), new PeerMessage.Unchoke());
  }

  @Test
  void readsSignaturesButNoHashesWhereTheManifestIsStillToCome() throws WireException {
    ByteBuf frames = Unpooled.buffer();
    for (String name : List.of("hash-request", "hashes", "signatures-none", "hash-reject")) {
      frames.writeBytes(Golden.bytes(name));
    }
    RecordingSink sink = new RecordingSink();

    FrameDecoder.withoutPieces(FrameLimits.of(Dialect.TI2), -1L).decode(frames, sink);

    assertThat(sink.events).containsExactly(new ProofMessage.Signatures(List.of()));
  }

  @Test
  void refusesMoreSignaturesThanOneMessageMayHave() {
    ByteBuf frame = bytes("00000034 18" + "000142".repeat(17));
    RecordingSink sink = new RecordingSink();

    WireException refusal =
        catchThrowableOfType(
            WireException.class, () -> Fixtures.decoder(Dialect.TI2).decode(frame, sink));

    assertThat(refusal.reason()).isEqualTo(WireException.Reason.BAD_LENGTH);
    assertThat(sink.events).isEmpty();
  }

  @Test
  void refusesMorePeersThanOneMessageMayName() {
    int most = PeerMessage.PeerExchange.MAX_PEERS;
    String peer = "00".repeat(33) + "04c00002011ae1";
    ByteBuf frame = bytes("000007f9 13" + peer.repeat(most + 1));
    RecordingSink sink = new RecordingSink();

    WireException refusal =
        catchThrowableOfType(
            WireException.class, () -> Fixtures.decoder(Dialect.TI2).decode(frame, sink));

    assertThat(refusal.reason()).isEqualTo(WireException.Reason.BAD_LENGTH);
    assertThat(sink.events).isEmpty();
  }

  @Test
  void ignoresEverythingOnceASinkHasClosedIt() throws WireException {
    BlockRange range = new BlockRange(0, 0, 10);
    ByteBuf frames = Unpooled.wrappedBuffer(blocks(range, range), bytes("ffffffff"));
    List<String> calls = new ArrayList<>();
    FrameDecoder decoder = Fixtures.decoder(Dialect.TI1);

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
    FrameDecoder decoder = Fixtures.decoder(Dialect.TI2);
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
    FrameDecoder decoder = Fixtures.decoder(Dialect.TI1);
    RecordingSink sink = new RecordingSink();
    assertThatThrownBy(() -> decoder.decode(bytes("00000000"), sink))
        .isInstanceOf(WireException.class);

    decoder.decode(bytes("0000000d 01 00000000 00000000 00000001"), sink);

    assertThat(sink.events).isEmpty();
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

  /** Accepts every block and no message. */
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
