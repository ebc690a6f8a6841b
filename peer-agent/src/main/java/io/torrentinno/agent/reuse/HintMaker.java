package io.torrentinno.agent.reuse;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;

import io.torrentinno.agent.hashing.HashingTask;
import io.torrentinno.protocol.hints.GearChunks;
import io.torrentinno.protocol.hints.HintRun;
import io.torrentinno.protocol.hints.HintWriter;
import io.torrentinno.protocol.manifest.tree.FileTree;
import io.torrentinno.protocol.manifest.tree.RootIndex;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes copy hints: which units of the changed files of a new version are in the previous version.
 * First it cuts files of the previous version into chunks: files that are gone, and files that have
 * the path of a changed file. Then it reads each changed file twice: for its chunks, and for its
 * units.
 */
public final class HintMaker implements HashingTask, Closeable {
  /** The usual length of chunks, in bytes. It is longer where there would be too many. */
  private static final int CHUNK = 16 * 1024;

  private static final int MAX_CHUNKS = 1 << 17;

  private static final int MAX_CHUNK = 8 << 20;

  /** Bytes of heap for each entry of both versions while they are compared by their roots. */
  private static final long ENTRY_BYTES = 24;

  private final HeldContent previous;
  private final FileTree tree;
  private final IntFunction<Path> files;
  private final GearChunks chunks;
  private final ChunkIndex index;
  private final HintWriter hints;

  /** Entries that are still to be read, of the previous version and of the new one. */
  private final BitSet before = new BitSet();

  private final BitSet changed = new BitSet();
  private @Nullable ChunkReader reader;
  private @Nullable UnitMatcher matcher;
  private volatile long left;

  /**
   * Has read nothing.
   *
   * @param tree of the new version
   * @param files where each entry of the new version lies
   */
  public HintMaker(HeldContent previous, FileTree tree, IntFunction<Path> files) {
    this.previous = previous;
    this.tree = tree;
    this.files = files;
    FileTree old = previous.tree();
    RootIndex oldRoots = new RootIndex(old);
    RootIndex newRoots = new RootIndex(tree);
    BitSet samePaths = new BitSet();
    IntStream.range(0, tree.size())
        .filter(entry -> tree.length(entry) > 0 && isNew(oldRoots, tree, entry))
        .forEach(entry -> {
          changed.set(entry);
          int samePath = old.find(tree.path(entry));
          if (samePath >= 0) {
            samePaths.set(samePath);
          }
        });
    IntStream.range(0, changed.isEmpty() ? 0 : old.size())
        .filter(entry -> old.length(entry) > 0)
        .filter(entry -> samePaths.get(entry) || isNew(newRoots, old, entry))
        .forEach(before::set);
    long bytes = before.stream().mapToLong(old::length).sum();
    chunks = new GearChunks(chunkLength(bytes));
    index = new ChunkIndex(room(bytes));
    hints = new HintWriter(previous.infoHash());
    left = bytes + 2 * changed.stream().mapToLong(tree::length).sum();
  }

  private static boolean isNew(RootIndex others, FileTree tree, int entry) {
    return others.find(Objects.requireNonNull(tree.root(entry))) < 0;
  }

  private static int chunkLength(long bytes) {
    int length = CHUNK;
    while (bytes / length >= MAX_CHUNKS && length < MAX_CHUNK) {
      length *= 2;
    }
    return length;
  }

  /** Chunks are at least a quarter as long as usual, and nearly always much longer. */
  private static int room(long bytes) {
    return Math.clamp(2 * bytes / chunkLength(bytes), 1, MAX_CHUNKS);
  }

  /** Bytes of heap that making hints takes at most, about. */
  public static long memoryFor(FileTree previous, FileTree tree) {
    long bytes = previous.totalLength();
    return ChunkIndex.memoryFor(room(bytes))
        + UnitMatcher.memoryFor()
        + HintWriter.memoryFor(units(tree))
        + ENTRY_BYTES * ((long) previous.size() + tree.size())
        + ChunkReader.memoryFor(new GearChunks(chunkLength(bytes)));
  }

  /** The units that have bytes; a small file has fewer than its piece could have. */
  private static long units(FileTree tree) {
    return IntStream.range(0, tree.size())
        .mapToLong(entry -> Math.ceilDiv(tree.length(entry), HintRun.UNIT))
        .sum();
  }

  /** The document; null when the previous version has no unit of the changed files. */
  public byte @Nullable [] document() {
    return hints.isEmpty() ? null : hints.toBytes();
  }

  @Override
  public long bytesLeft() {
    return left;
  }

  @Override
  public boolean step(byte[] scratch) throws IOException {
    ChunkReader reading = reader;
    UnitMatcher matching = matcher;
    if (reading != null) {
      int entry = reading.entry();
      int read = reading.step((key, offset) -> index.add(key, entry, offset));
      left = Math.max(0, left - read);
      if (read == 0) {
        closeFiles();
      }
    } else if (matching != null) {
      int read = matching.step(hints);
      left = Math.max(0, left - read);
      if (read == 0) {
        closeFiles();
      }
    } else if (!before.isEmpty()) {
      int entry = before.nextSetBit(0);
      before.clear(entry);
      reader = new ChunkReader(entry, open(previous.file(entry)), chunks);
    } else if (!changed.isEmpty() && !hints.isFull()) {
      int entry = changed.nextSetBit(0);
      changed.clear(entry);
      matcher =
          new UnitMatcher(
              new UnitMatcher.Versions(tree, previous),
              new ChunkReader(entry, open(files.apply(entry)), chunks),
              index);
    } else {
      return true;
    }
    return false;
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(file, READ, NOFOLLOW_LINKS);
  }

  private void closeFiles() throws IOException {
    ChunkReader reading = reader;
    UnitMatcher matching = matcher;
    reader = null;
    matcher = null;
    if (reading != null) {
      reading.close();
    }
    if (matching != null) {
      matching.close();
    }
  }

  @Override
  public void close() throws IOException {
    closeFiles();
  }
}
