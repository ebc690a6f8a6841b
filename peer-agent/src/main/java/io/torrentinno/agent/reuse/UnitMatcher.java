package io.torrentinno.agent.reuse;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;

import io.torrentinno.protocol.hints.HintRun;
import io.torrentinno.protocol.hints.HintWriter;
import io.torrentinno.protocol.manifest.tree.FileTree;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the units of one changed file in the previous version. A unit is compared, byte for byte,
 * with up to four places: where the last run would go on; the same place of the file with the same
 * path; and where a chunk lies that overlaps the unit. Belongs to one thread.
 */
final class UnitMatcher implements Closeable {
  private static final int STEP_UNITS = 64;

  private static final int MAX_MATCHES = 1 << 17;

  /** Bytes of heap for a match, with its place in an array that grows. */
  private static final int MATCH_BYTES = 48;

  /** A chunk that both versions seem to have. */
  private record Match(long offset, int entry, long there) {}

  /**
   * The two versions.
   *
   * @param tree of the new one
   */
  record Versions(FileTree tree, HeldContent previous) {}

  private final Versions versions;
  private final ChunkReader chunks;
  private final ChunkIndex index;
  private final long length;
  private final int firstUnit;

  /** The entry with the same path; negative when there is none. */
  private final int same;

  private final Matches matches = new Matches();
  private final byte[] here = new byte[HintRun.UNIT];
  private final byte[] there = new byte[HintRun.UNIT];
  private boolean cut;
  private int unit;
  private @Nullable HintRun run;

  /** The file of the previous version that was compared with last. */
  private @Nullable FileChannel opened;

  private int openedEntry = -1;

  /** Has found nothing; the reader belongs to it from here on. */
  UnitMatcher(Versions versions, ChunkReader chunks, ChunkIndex index) {
    this.versions = versions;
    this.chunks = chunks;
    this.index = index;
    FileTree tree = versions.tree();
    int entry = chunks.entry();
    length = tree.length(entry);
    firstUnit = tree.firstPiece(entry) * (tree.pieceLength() / HintRun.UNIT);
    same = versions.previous().tree().find(tree.path(entry));
  }

  /** Bytes of heap that a matcher takes at most. */
  static long memoryFor() {
    return (long) MATCH_BYTES * MAX_MATCHES;
  }

  /** Chunks of the file that the index has, sorted by where they begin. */
  private static final class Matches {
    private Match[] all = new Match[16];
    private int size;
    private int next;

    void add(Match match) {
      if (size == MAX_MATCHES) {
        return; // A file of zeros has no end of equal chunks; a run goes on without them.
      }
      if (size == all.length) {
        all = Arrays.copyOf(all, 2 * size);
      }
      all[size++] = match;
    }

    /** The last one that begins before {@code end}, if it is not before {@code begin} for long. */
    @Nullable Match last(long end) {
      while (next < size && all[next].offset < end) {
        next++;
      }
      return next == 0 ? null : all[next - 1];
    }

    /** The one before {@link #last}. */
    @Nullable Match beforeLast() {
      return next < 2 ? null : all[next - 2];
    }
  }

  /**
   * Does a part of the work.
   *
   * @return bytes that were read; 0 at the end
   */
  int step(HintWriter hints) throws IOException {
    if (!cut) {
      int read = chunks.step(this::chunk);
      cut = read == 0;
      if (!cut) {
        return read;
      }
    }
    int read = 0;
    for (int i = 0; i < STEP_UNITS && (long) unit * HintRun.UNIT < length; i++) {
      read += match(hints);
      unit++;
    }
    if (read == 0) {
      flush(hints);
    }
    return read;
  }

  private void chunk(long key, long offset) {
    int found = index.find(key);
    if (found >= 0) {
      matches.add(new Match(offset, index.entry(found), index.offset(found)));
    }
  }

  /** Looks for one unit; returns its length. */
  private int match(HintWriter hints) throws IOException {
    long offset = (long) unit * HintRun.UNIT;
    int size = (int) Math.min(HintRun.UNIT, length - offset);
    if (!read(chunks.file(), offset, here, size)) {
      throw new IOException("the file became shorter while it was read");
    }
    HintRun found = find(firstUnit + unit, offset, size);
    HintRun last = run;
    if (found != null && last != null && isNext(last, found)) {
      run = new HintRun(last.first(), last.count() + 1, last.entry(), last.position());
    } else if (found != null) {
      flush(hints);
      run = found;
    }
    return size;
  }

  private static boolean isNext(HintRun run, HintRun found) {
    return found.first() == run.end()
        && found.entry() == run.entry()
        && found.position() == run.positionOf(run.end());
  }

  private @Nullable HintRun find(int number, long offset, int size) throws IOException {
    HintRun last = run;
    if (last != null && isAt(last.entry(), last.positionOf(number), size)) {
      return new HintRun(number, 1, last.entry(), last.positionOf(number));
    }
    if (isAt(same, offset, size)) {
      return new HintRun(number, 1, same, offset);
    }
    HintRun found = find(matches.last(offset + size), number, offset, size);
    return found != null ? found : find(matches.beforeLast(), number, offset, size);
  }

  private @Nullable HintRun find(@Nullable Match match, int number, long offset, int size)
      throws IOException {
    if (match == null) {
      return null;
    }
    long place = match.there + offset - match.offset;
    return isAt(match.entry, place, size) ? new HintRun(number, 1, match.entry, place) : null;
  }

  private boolean isAt(int entry, long position, int size) throws IOException {
    return entry >= 0
        && position >= 0
        && versions.previous().heldAt(entry, position, size) == size
        && read(open(entry), position, there, size)
        && Arrays.equals(here, 0, size, there, 0, size);
  }

  private static boolean read(FileChannel file, long position, byte[] target, int length)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(target, 0, length);
    while (bytes.hasRemaining()) {
      if (file.read(bytes, position + bytes.position()) < 0) {
        return false;
      }
    }
    return true;
  }

  private FileChannel open(int entry) throws IOException {
    FileChannel known = opened;
    if (known != null && entry == openedEntry) {
      return known;
    }
    if (known != null) {
      known.close();
    }
    FileChannel fresh = FileChannel.open(versions.previous().file(entry), READ, NOFOLLOW_LINKS);
    opened = fresh;
    openedEntry = entry;
    return fresh;
  }

  private void flush(HintWriter hints) {
    HintRun found = run;
    run = null;
    if (found != null) {
      hints.add(found);
    }
  }

  @Override
  public void close() throws IOException {
    FileChannel last = opened;
    opened = null;
    chunks.close();
    if (last != null) {
      last.close();
    }
  }
}
