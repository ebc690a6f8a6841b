package io.torrentinno.benchmarks;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.torrentinno.protocol.model.BlockRange;
import io.torrentinno.protocol.model.PieceLayout;
import io.torrentinno.protocol.wire.Dialect;
import io.torrentinno.protocol.wire.FrameDecoder;
import io.torrentinno.protocol.wire.FrameLimits;
import io.torrentinno.protocol.wire.MessageEncoder;
import io.torrentinno.protocol.wire.PeerMessage;
import io.torrentinno.protocol.wire.WireException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** Decoding of the messages that a fetcher and a seeder receive, in reads of one size. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FrameDecoderBenchmark {
  private static final int FRAMES = 64;
  private static final int BLOCK = 16 << 10;

  /** Bytes that each read brings; no multiple of a frame, so that frames straddle reads. */
  @Param({"1500", "65000"})
  public int read;

  private PieceLayout layout = new PieceLayout(new int[] {1});
  private ByteBuf blocks = Unpooled.EMPTY_BUFFER;
  private ByteBuf requests = Unpooled.EMPTY_BUFFER;

  /** Encodes what the benchmarks decode. */
  @Setup
  public void encode() {
    int[] sizes = new int[FRAMES];
    Arrays.fill(sizes, BLOCK);
    layout = new PieceLayout(sizes);
    blocks = Unpooled.directBuffer();
    requests = Unpooled.directBuffer();
    for (int piece = 0; piece < FRAMES; piece++) {
      BlockRange range = new BlockRange(piece, 0, BLOCK);
      MessageEncoder.encodePieceHeader(range, blocks);
      blocks.writeZero(BLOCK);
      MessageEncoder.encode(new PeerMessage.Request(range), requests);
    }
  }

  /** Blocks of 16 KiB, payload untouched. */
  @Benchmark
  @OperationsPerInvocation(FRAMES)
  public void blocks(Blackhole blackhole) throws WireException {
    decode(blocks, blackhole);
  }

  /** Requests. */
  @Benchmark
  @OperationsPerInvocation(FRAMES)
  public void requests(Blackhole blackhole) throws WireException {
    decode(requests, blackhole);
  }

  private void decode(ByteBuf frames, Blackhole blackhole) throws WireException {
    Sink sink = new Sink(blackhole);
    try (FrameDecoder decoder =
        new FrameDecoder(layout, Dialect.TI2, FrameLimits.of(Dialect.TI2))) {
      for (int from = 0; from < frames.writerIndex(); from += read) {
        decoder.decode(frames.slice(from, Math.min(read, frames.writerIndex() - from)), sink);
      }
    }
  }

  private record Sink(Blackhole blackhole) implements FrameDecoder.Sink {
    @Override
    public void message(PeerMessage message) {
      blackhole.consume(message);
    }

    @Override
    public boolean blockBegins(BlockRange range) {
      return true;
    }

    @Override
    public void blockBytes(BlockRange range, int offset, ByteBuf payload) {
      blackhole.consume(payload);
      payload.release();
    }

    @Override
    public void blockEnds(BlockRange range) {
      blackhole.consume(range);
    }
  }
}
