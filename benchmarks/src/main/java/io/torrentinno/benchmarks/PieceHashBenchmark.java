package io.torrentinno.benchmarks;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** SHA-256 of a piece, fed in blocks as they arrive. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PieceHashBenchmark {
  private static final int PIECE = 512 << 10;

  /** Bytes of each block. */
  @Param({"16384", "262144"})
  public int block;

  private byte[] piece = new byte[0];
  private MessageDigest digest = sha256();

  /** Fills the piece. */
  @Setup
  public void fill() {
    piece = new byte[PIECE];
    new SplittableRandom(1).nextBytes(piece);
    digest = sha256();
  }

  /** One piece of 512 KiB. */
  @Benchmark
  public byte[] piece() {
    for (int from = 0; from < PIECE; from += block) {
      digest.update(piece, from, block);
    }
    return digest.digest();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
