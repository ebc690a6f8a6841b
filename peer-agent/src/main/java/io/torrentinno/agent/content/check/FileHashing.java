package io.torrentinno.agent.content.check;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;

import io.torrentinno.agent.content.disk.AtomicFiles;
import io.torrentinno.agent.content.disk.BootId;
import io.torrentinno.agent.content.disk.FileStamp;
import io.torrentinno.agent.files.FilePool;
import io.torrentinno.agent.files.PieceFiles;
import io.torrentinno.agent.files.PooledFile;
import io.torrentinno.agent.hashing.Cancellation;
import io.torrentinno.agent.hashing.HashLog;
import io.torrentinno.agent.hashing.HashingPool;
import io.torrentinno.agent.hashing.PiecePlaces;
import io.torrentinno.agent.hashing.SharedHashing;
import io.torrentinno.agent.hashing.Urgency;
import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.PieceHash;
import io.torrentinno.protocol.model.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Hashes the pieces of a file. If it was cut off, it continues there, unless the file has changed
 * or the machine was restarted.
 */
public final class FileHashing {
  private static final int SUBJECT_BYTES = 56;
  private static final int RANGE_BYTES = 8;

  private final HashingPool pool;
  private final FilePool files;
  private final Supplier<Path> log;
  private final BootId boot;

  /**
   * Hashing that has not begun.
   *
   * @param log names the file that keeps the hashes until all are known. Asked each time, because a
   *     path takes hundreds of bytes for each of thousands of resources
   */
  public FileHashing(HashingPool pool, FilePool files, Supplier<Path> log, BootId boot) {
    this.pool = pool;
    this.files = files;
    this.log = log;
    this.boot = boot;
  }

  /**
   * The pieces to hash.
   *
   * @param stamp the present stamp of the file, or of all files together
   * @param ranges the pieces, in their order
   */
  public record Subject(FileStamp stamp, PiecePlaces places, List<Range> ranges) {
    public Subject {
      ranges = List.copyOf(ranges);
    }

    /** All pieces before {@code end}. */
    public static Subject upTo(int end, FileStamp stamp, PiecePlaces places) {
      return new Subject(stamp, places, List.of(new Range(0, end)));
    }

    private IntStream pieces() {
      return ranges.stream().flatMapToInt(range -> IntStream.range(range.begin, range.end));
    }
  }

  /**
   * Pieces that follow each other.
   *
   * @param end the piece after the last one
   */
  public record Range(int begin, int end) {
    /** The range without its first pieces. */
    private Range without(int pieces) {
      return new Range(Math.min(end, begin + pieces), end);
    }

    private int size() {
      return end - begin;
    }
  }

  /**
   * Blocking. Hashes pieces of one file until all are hashed. A range ends where the file ends.
   *
   * @param each receives the hashes in the order of the pieces, on this thread or one of the pool
   * @throws java.util.concurrent.CancellationException when it is cancelled
   */
  public void hash(
      Path file, Subject subject, Urgency urgency, Cancellation cancellation, Each each)
      throws IOException {
    try (PooledFile open = files.file(file, READ, NOFOLLOW_LINKS)) {
      hash(_ -> open.acquire(), subject, urgency, cancellation, each);
    }
  }

  /** Takes the hash of the next piece. */
  @FunctionalInterface
  public interface Each {
    void hashed(int piece, PieceHash hash);
  }

  /** As above, for several files. */
  public void hash(
      PieceFiles of, Subject subject, Urgency urgency, Cancellation cancellation, Each each)
      throws IOException {
    PrimitiveIterator.OfInt next = subject.pieces().iterator();
    try (HashLog known =
        HashLog.open(log.get(), nameOf(subject), hash -> each.hashed(next.nextInt(), hash))) {
      int done = known.size();
      Recorder recorder = new Recorder(known, next, each);
      List<SharedHashing.Range> left = new ArrayList<>();
      for (Range range : subject.ranges) {
        Range rest = range.without(done);
        done -= range.size() - rest.size();
        left.add(new SharedHashing.Range(rest.begin, rest.end));
      }
      new SharedHashing(of, subject.places, left, recorder::hashed)
          .run(pool, urgency, cancellation);
      known.delete();
    }
  }

  /** Records hashes while they come in the order of the pieces. A file may end too early. */
  private static final class Recorder {
    private final HashLog known;
    private final PrimitiveIterator.OfInt next;
    private final Each each;
    private boolean isInOrder = true;

    Recorder(HashLog known, PrimitiveIterator.OfInt next, Each each) {
      this.known = known;
      this.next = next;
      this.each = each;
    }

    void hashed(int piece, PieceHash hash) {
      isInOrder = isInOrder && next.hasNext() && next.nextInt() == piece;
      if (isInOrder) {
        known.append(hash);
      }
      each.hashed(piece, hash);
    }
  }

  public FilePool files() {
    return files;
  }

  /** Whether a check that reads everything was cut off. */
  boolean isRecheckUnfinished() {
    return Files.exists(recheck(), NOFOLLOW_LINKS);
  }

  /** Whether a check was cut off after it had recorded hashes. */
  boolean hasRecorded() {
    return Files.exists(log.get(), NOFOLLOW_LINKS);
  }

  /**
   * Forgets the recorded hashes. {@link #isRecheckUnfinished} is true from now on until {@link
   * #end}.
   */
  void startAnew() throws IOException {
    Path present = log.get();
    AtomicFiles.makeWay(present);
    Files.deleteIfExists(present);
    markUnfinished();
  }

  /** Makes every check read everything, until {@link #end}. */
  void markUnfinished() throws IOException {
    if (!isRecheckUnfinished()) {
      Files.write(recheck(), new byte[0]);
    }
  }

  /** Records that everything was read and the check has succeeded. */
  void end() throws IOException {
    if (isRecheckUnfinished()) {
      Path mark = recheck();
      AtomicFiles.makeWay(mark);
      Files.deleteIfExists(mark);
    }
  }

  /** The file that exists while everything is to be read again. */
  private Path recheck() {
    return log.get().resolveSibling("recheck");
  }

  private Bytes32 nameOf(Subject subject) {
    ByteBuffer text =
        ByteBuffer.allocate(SUBJECT_BYTES + RANGE_BYTES * subject.ranges.size())
            .putLong(boot.value().getMostSignificantBits())
            .putLong(boot.value().getLeastSignificantBits())
            .putLong(subject.stamp.size())
            .putLong(subject.stamp.modified())
            .putInt(subject.stamp.fileId())
            .putLong(subject.places.layout().length())
            .putInt(subject.places.layout().largest())
            .putInt(subject.places.layout().count());
    subject.ranges.forEach(range -> text.putInt(range.begin).putInt(range.end));
    return Bytes32.of(Sha256.digest().digest(text.array()), 0);
  }
}
