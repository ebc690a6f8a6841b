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
import io.torrentinno.agent.hashing.PieceHashing;
import io.torrentinno.agent.hashing.PiecePlaces;
import io.torrentinno.agent.hashing.Urgency;
import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.PieceHash;
import io.torrentinno.protocol.model.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hashes a file's pieces, and goes on where it was cut off, if the file has not changed since and
 * the machine was not started anew.
 */
public final class FileHashing {
  private static final int SUBJECT_BYTES = 60;

  private final HashingPool pool;
  private final FilePool files;
  private final Path log;
  private final BootId boot;

  public FileHashing(HashingPool pool, FilePool files, Path log, BootId boot) {
    this.pool = pool;
    this.files = files;
    this.log = log;
    this.boot = boot;
  }

  /**
   * What is hashed.
   *
   * @param stamp the file's, now; or what all files together look like
   * @param begin the first piece
   * @param end the piece before which to end
   */
  public record Subject(FileStamp stamp, PiecePlaces places, int begin, int end) {}

  /**
   * Blocking. Hashes pieces of one file until all are hashed or the file ends.
   *
   * @param each takes their hashes in their order, on this thread or one of the pool
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

  /** As above, of whichever files. */
  public void hash(
      PieceFiles of, Subject subject, Urgency urgency, Cancellation cancellation, Each each)
      throws IOException {
    AtomicInteger next = new AtomicInteger(subject.begin);
    try (HashLog known =
        HashLog.open(log, nameOf(subject), hash -> each.hashed(next.getAndIncrement(), hash))) {
      PieceHashing task =
          new PieceHashing(
              of,
              subject.places,
              subject.begin + known.size(),
              subject.end,
              (piece, hash) -> {
                known.append(hash);
                each.hashed(piece, hash);
              });
      pool.run(task, urgency, cancellation);
      known.delete();
    }
  }

  public FilePool files() {
    return files;
  }

  /** Whether hashing was cut off, by the end of the process for one. */
  boolean isUnfinished() {
    return Files.isRegularFile(log);
  }

  /** Forgets what is known already. */
  void startAnew() throws IOException {
    AtomicFiles.makeWay(log);
    Files.deleteIfExists(log);
  }

  private Bytes32 nameOf(Subject subject) {
    byte[] text =
        ByteBuffer.allocate(SUBJECT_BYTES)
            .putLong(boot.value().getMostSignificantBits())
            .putLong(boot.value().getLeastSignificantBits())
            .putLong(subject.stamp.size())
            .putLong(subject.stamp.modified())
            .putInt(subject.stamp.fileId())
            .putLong(subject.places.layout().length())
            .putInt(subject.places.layout().largest())
            .putInt(subject.places.layout().count())
            .putInt(subject.begin)
            .array();
    return Bytes32.of(Sha256.digest().digest(text), 0);
  }
}
