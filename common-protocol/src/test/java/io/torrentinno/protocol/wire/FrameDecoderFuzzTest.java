package io.torrentinno.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;

/**
 * Any bytes of a peer after its handshake. The first byte of an input chooses the dialect, the
 * second how many bytes come at a time; 0 stands for all bytes.
 */
class FrameDecoderFuzzTest {
  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true, true);

  @FuzzTest(maxDuration = "60s")
  void understandsTheSameHoweverTheBytesAreCut(byte[] input) {
    if (input.length < 2) {
      return;
    }
    Dialect dialect = (input[0] & 1) == 0 ? Dialect.TI1 : Dialect.TI2;

    List<Object> whole = decode(dialect, input, input.length);
    List<Object> cut = decode(dialect, input, Math.max(input[1] & 0xFF, 1));

    assertThat(cut).isEqualTo(whole);
    whole.forEach(FrameDecoderFuzzTest::assertThatItCanBeWritten);
    assertThat(allocator.metric().usedDirectMemory()).isZero();
    assertThat(allocator.metric().usedHeapMemory()).isZero();
  }

  /** Everything that the decoder reports, and the violation that ended it, if there was one. */
  private List<Object> decode(Dialect dialect, byte[] input, int step) {
    RecordingSink sink = new RecordingSink();
    List<Object> violation = new ArrayList<>();
    try (FrameDecoder decoder = Fixtures.decoder(dialect)) {
      for (int at = 2; at < input.length; at += step) {
        int length = Math.min(step, input.length - at);
        ByteBuf read = allocator.buffer(length).writeBytes(input, at, length);
        try {
          decoder.decode(read, sink);
          assertThat(read.isReadable()).isFalse();
        } finally {
          read.release();
        }
      }
    } catch (WireException e) {
      violation.add(e.reason());
    }
    violation.addAll(sink.events);
    return violation;
  }

  private static void assertThatItCanBeWritten(Object event) {
    if (!(event instanceof PeerMessage message)) {
      return;
    }
    ByteBuf frame = UnpooledByteBufAllocator.DEFAULT.heapBuffer();
    MessageEncoder.encode(message, frame);
    RecordingSink again = new RecordingSink();
    try (FrameDecoder decoder = Fixtures.decoder(Dialect.TI2)) {
      decoder.decode(frame, again);
    } catch (WireException e) {
      throw new AssertionError("what was read cannot be read again: " + message, e);
    } finally {
      frame.release();
    }
    assertThat(again.events).containsExactly(message);
  }
}
