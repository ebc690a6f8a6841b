package io.torrentinno.benchmarks;

import io.torrentinno.protocol.manifest.ManifestException;
import io.torrentinno.protocol.manifest.tree.Entry;
import io.torrentinno.protocol.manifest.tree.FileTreeBuilder;
import io.torrentinno.protocol.manifest.tree.RootIndex;
import io.torrentinno.protocol.manifest.v2.InfoDocument;
import io.torrentinno.protocol.manifest.v2.InfoReader;
import io.torrentinno.protocol.manifest.v2.InfoWriter;
import io.torrentinno.protocol.manifest.v2.ResourceInfo;
import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.FileRoot;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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

/** The info document of a folder with as many files as there may be. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 5)
@Measurement(iterations = 10)
public class InfoDocumentBenchmark {
  private static final int ENTRIES = 500_000;
  private static final int PIECE_LENGTH = 64 * 1024;

  private final ResourceInfo info = tree();
  private final byte[] document = InfoWriter.write(info);

  /** From bytes to a tree, with every rule checked. */
  @Benchmark
  public InfoDocument read() throws ManifestException {
    return InfoReader.read(document);
  }

  /** From a tree to bytes. */
  @Benchmark
  public byte[] write() {
    return InfoWriter.write(info);
  }

  /** An index of all files by their roots. */
  @Benchmark
  public RootIndex index() {
    return new RootIndex(info.files());
  }

  private static ResourceInfo tree() {
    Random random = new Random(1);
    List<Entry> files = new ArrayList<>();
    for (int i = 0; i < ENTRIES; i++) {
      List<String> path =
          List.of(
              "folder%03d".formatted(i / 2000),
              "sub%04d".formatted(i / 50),
              "file-%06d.bin".formatted(i));
      files.add(new Entry.File(path, 10_000, root(random), false));
    }
    try {
      return new ResourceInfo("tree", FileTreeBuilder.build(files, PIECE_LENGTH));
    } catch (ManifestException e) {
      throw new IllegalStateException(e);
    }
  }

  private static FileRoot root(Random random) {
    return new FileRoot(
        new Bytes32(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong()));
  }
}
