package io.torrentinno.agent.content.check;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;

import io.torrentinno.agent.content.disk.AtomicFiles;
import io.torrentinno.agent.content.disk.BootId;
import io.torrentinno.agent.files.FilePool;
import io.torrentinno.agent.files.PieceFiles;
import io.torrentinno.agent.files.PooledFile;
import io.torrentinno.agent.hashing.Cancellation;
import io.torrentinno.agent.hashing.HashLog;
import io.torrentinno.agent.hashing.HashingPool;
import io.torrentinno.agent.hashing.PiecePlaces;
import io.torrentinno.agent.hashing.SharedHashing;
import io.torrentinno.agent.hashing.Urgency;
import io.torrentinno.protocol.model.PieceHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.function.Supplier;

/**
 * Hashes the pieces of files. After an interruption, it hashes only the pieces that the log does
 * not have, unless the machine was restarted. Of files that have changed since, it hashes all
 * pieces.
 */
public final class FileHashing {
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
   * @param files the files in which they lie
   * @param ranges the pieces, in their order
   */
  public record Subject(PiecePlaces places, FileStates files, List<Range> ranges) {
    public Subject {
      ranges = List.copyOf(ranges);
    }

    /** All pieces before {@code end}. */
    public static Subject upTo(int end, PiecePlaces places, FileStates files) {
      return new Subject(places, files, List.of(new Range(0, end)));
    }

    private BitSet pieces() {
      BitSet pieces = new BitSet();
      ranges.forEach(range -> pieces.set(range.begin, range.end));
      return pieces;
    }
  }

  /**
   * Pieces that follow each other.
   *
   * @param end the piece after the last one
   */
  public record Range(int begin, int end) {}

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
    FileKeys keys = new FileKeys(boot, subject.places, subject.files);
    KnownHashes known = new KnownHashes(subject.pieces(), keys);
    try (HashLog open = HashLog.open(log.get(), known)) {
      List<SharedHashing.Range> missing = known.missing();
      Recorder recorder = new Recorder(open, keys, known, each);
      recorder.passOn(missing.isEmpty() ? Integer.MAX_VALUE : missing.getFirst().begin());
      new SharedHashing(of, subject.places, missing, recorder::hashed)
          .run(pool, urgency, cancellation);
      recorder.passOn(Integer.MAX_VALUE);
      open.delete();
    }
  }

  /** Records hashes, and passes them on between those that were recorded before. */
  private static final class Recorder {
    private final HashLog log;
    private final FileKeys keys;
    private final KnownHashes known;
    private final Each each;
    private int nextKnown;

    /** The file of the last piece, and its key. */
    private int file = -1;

    private long key;

    Recorder(HashLog log, FileKeys keys, KnownHashes known, Each each) {
      this.log = log;
      this.keys = keys;
      this.known = known;
      this.each = each;
      this.nextKnown = known.pieces().nextSetBit(0);
    }

    void hashed(int piece, PieceHash hash) {
      int of = keys.files().file(piece);
      if (of != file) {
        file = of;
        key = keys.of(of);
      }
      log.append(key, piece - keys.files().firstPiece(of), hash);
      passOn(piece);
      each.hashed(piece, hash);
    }

    /** Passes on the known hashes of pieces before {@code end}. */
    void passOn(int end) {
      while (nextKnown >= 0 && nextKnown < end) {
        each.hashed(nextKnown, known.hash(nextKnown));
        nextKnown = known.pieces().nextSetBit(nextKnown + 1);
      }
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
}
