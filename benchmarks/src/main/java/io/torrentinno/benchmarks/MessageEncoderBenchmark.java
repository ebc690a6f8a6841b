package io.torrentinno.benchmarks;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.BlockRange;
import io.torrentinno.protocol.wire.MessageEncoder;
import io.torrentinno.protocol.wire.PeerMessage;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a fetcher and a seeder send for every block, and a fetcher for every TI/1 piece. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MessageEncoderBenchmark {
  private final ByteBuf out = Unpooled.directBuffer(64 << 10);
  private final BlockRange range = new BlockRange(1000, 256 << 10, 256 << 10);
  private final PeerMessage request = new PeerMessage.Request(range);
  private final PeerMessage bits = new PeerMessage.Have.Bits(Bitfield.full(100_000));

  /** A Request. */
  @Benchmark
  public ByteBuf request() {
    MessageEncoder.encode(request, out.clear());
    return out;
  }

  /** The header of a block. */
  @Benchmark
  public ByteBuf pieceHeader() {
    MessageEncoder.encodePieceHeader(range, out.clear());
    return out;
  }

  /** A Bitfield of 100,000 pieces. */
  @Benchmark
  public ByteBuf bitfield() {
    MessageEncoder.encode(bits, out.clear());
    return out;
  }
}
