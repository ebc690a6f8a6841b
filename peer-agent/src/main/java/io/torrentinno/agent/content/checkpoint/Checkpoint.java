package io.torrentinno.agent.content.checkpoint;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import io.torrentinno.agent.content.checkpoint.CheckpointHeader.Rest;
import io.torrentinno.agent.content.disk.AtomicFiles;
import io.torrentinno.agent.content.disk.BootId;
import io.torrentinno.agent.content.disk.ChangeTime;
import io.torrentinno.agent.content.disk.FileStamp;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.files.FilePool;
import io.torrentinno.agent.files.OpenFile;
import io.torrentinno.agent.files.PooledFile;
import io.torrentinno.protocol.model.Bitfield;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps in a file which pieces of a resource are verified. A bit is written as soon as its piece is
 * verified. So the pieces of a killed process are known as long as the machine runs. After a
 * restart of the machine, only pieces that were forced onto the disk count. Safe for use by several
 * threads.
 */
public final class Checkpoint implements AutoCloseable {
  /** The time after the last verified piece in which blocks of other pieces may be written. */
  private static final Duration LAST_BLOCKS = Duration.ofSeconds(2);

  private final Path path;
  private final int pieces;
  private final BootId boot;
  private final FilePool files;

  // All guarded by this.
  private byte[] bits = new byte[0];

  /** Null while it must not be written. */
  private @Nullable PooledFile file;

  private @Nullable Rest rest;

  public Checkpoint(Path path, int pieces, BootId boot, FilePool files) {
    this.path = path;
    this.pieces = pieces;
    this.boot = boot;
    this.files = files;
  }

  /** The recorded values; empty when there is no file, or the file is damaged. */
  public Optional<Recorded> read() throws IOException {
    int length = CheckpointHeader.BYTES + Bitfield.byteLength(pieces);
    if (!Files.isRegularFile(path) || Files.size(path) != length) {
      return Optional.empty();
    }
    byte[] bytes = Files.readAllBytes(path);
    CheckpointHeader header = CheckpointHeader.parse(bytes);
    if (bytes.length != length || header == null || header.pieces() != pieces) {
      return Optional.empty();
    }
    byte[] recorded = Arrays.copyOfRange(bytes, CheckpointHeader.BYTES, length);
    Rest rest = header.rest();
    if (rest != null && rest.crc() != CheckpointHeader.crc(recorded, recorded.length)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Recorded(header, Bitfield.parse(recorded, pieces)));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // A spare bit is set.
    }
  }

  /** Whether {@code recorded} is true of {@code file}, which has the stamp {@code now}. */
  public boolean believes(Recorded recorded, Path file, FileStamp now, long length)
      throws StorageException {
    boolean pageCacheSurvived = recorded.header().boot().isSame(boot);
    Rest rest = recorded.header().rest();
    if (rest == null) {
      return pageCacheSurvived
          && now.size() == length
          && !ChangeTime.isAfter(lastOwnChange(), file);
    }
    return (rest.durable() || pageCacheSurvived) && rest.stamp().isSame(now);
  }

  /**
   * The latest time at which an agent that was killed can have changed a file that it wrote, of
   * which this has no stamp.
   */
  public FileTime lastOwnChange() throws StorageException {
    return FileTime.from(ChangeTime.ofBytes(path).toInstant().plus(LAST_BLOCKS));
  }

  /** Begins a new checkpoint with these pieces, for a file that will be written. */
  public synchronized void begin(Bitfield verified) throws IOException {
    close();
    bits = verified.toBytes();
    AtomicFiles.makeWay(path);
    FileChannel.open(path, CREATE, TRUNCATE_EXISTING, WRITE).close();
    file = files.file(path, WRITE);
    // The header comes last, because a checkpoint without a header is ignored.
    write(bits, CheckpointHeader.BYTES);
    writeHeader(null);
  }

  /**
   * Starts again with these pieces of a file that has its final name. When the process ends at any
   * moment, the old or the new checkpoint is complete.
   *
   * @param finished the stamp of the file, which need not be on the disk
   */
  public synchronized void replace(Bitfield verified, FileStamp finished) throws IOException {
    close();
    bits = verified.toBytes();
    rest = new Rest(finished, crc(), false, true);
    byte[] header = new CheckpointHeader(pieces, boot, rest).toBytes();
    AtomicFiles.write(
        Objects.requireNonNull(path.getParent()),
        String.valueOf(path.getFileName()),
        out -> {
          out.write(header);
          out.write(bits);
        });
    file = files.file(path, WRITE);
  }

  /** Continues from the recorded pieces; the file is unchanged since they were recorded. */
  public synchronized void resume(Recorded recorded) throws IOException {
    close();
    bits = recorded.verified().toBytes();
    file = files.file(path, WRITE);
    rest = recorded.header().rest();
  }

  /** Records that the file will be written. */
  public synchronized void wake() throws IOException {
    writeHeader(null);
  }

  /** Records at least one piece, in one write. The record survives the end of this process. */
  public synchronized void record(int... verified) throws IOException {
    int first = bits.length;
    int last = 0;
    for (int piece : verified) {
      int index = piece >>> 3;
      bits[index] |= (byte) (0x80 >>> (piece & 7));
      first = Math.min(first, index);
      last = Math.max(last, index);
    }
    write(Arrays.copyOfRange(bits, first, last + 1), CheckpointHeader.BYTES + first);
  }

  /**
   * Records that the file is not written any more.
   *
   * @param stamp the stamp by which the file will be recognised
   * @param durable whether its bytes were forced onto the disk
   * @param finished whether it has its final name
   */
  public synchronized void rest(FileStamp stamp, boolean durable, boolean finished)
      throws IOException {
    writeHeader(new Rest(stamp, crc(), durable, finished));
    if (durable) {
      writable().force();
    }
  }

  /**
   * Records that a file with its final name is on the disk. If a power failure loses this record,
   * the file is read again.
   */
  public synchronized void noteDurable(FileStamp stamp) throws IOException {
    writeHeader(new Rest(stamp, crc(), true, true));
    close();
  }

  /**
   * Records durably that the bytes of a file are on the disk. The file was at rest, or is now.
   *
   * @param part gives the stamp of the part file
   */
  public synchronized void settle(StampSource part) throws StorageException, IOException {
    if (rest != null && rest.finished()) {
      settleFinished(rest.stamp()); // The old stamp, because the file may have been replaced since.
    } else {
      rest(part.stamp(), true, false);
    }
  }

  /**
   * The stamp of the file that was last recorded as at rest with its final name; null if there is
   * none.
   */
  public synchronized @Nullable FileStamp finishedStamp() {
    return rest != null && rest.finished() ? rest.stamp() : null;
  }

  /** As {@link #settle}, if the recorded file is finished and has this stamp. */
  public synchronized void settleFinished(FileStamp stamp) throws IOException {
    if (rest != null && rest.finished() && rest.stamp().equals(stamp) && file != null) {
      rest(stamp, true, true);
    }
  }

  /** Whether all pieces are verified. */
  public synchronized boolean isFull() {
    return verified().isFull();
  }

  /** A copy of the pieces that are verified; also when this is closed. */
  public synchronized Bitfield verified() {
    return Bitfield.parse(bits, pieces);
  }

  /** Whether the file is at rest and safe from a power failure. */
  public synchronized boolean isDurable() {
    return rest != null && rest.durable();
  }

  /** Whether the file was last recorded as at rest with its final name. */
  public synchronized boolean isFinished() {
    return rest != null && rest.finished();
  }

  /** Whether a checkpoint is on the disk, even if it can't be understood. */
  public boolean exists() {
    return Files.exists(path, NOFOLLOW_LINKS);
  }

  /** Whether the machine was not restarted since this was written. */
  public boolean isOfThisBoot(Recorded recorded) {
    return recorded.header().boot().isSame(boot);
  }

  /**
   * Records that written bytes may never reach the disk, and closes this. Then the checkpoint is
   * not believed before the file was read again. Nothing happens when it is closed.
   */
  public synchronized void doubt() throws IOException {
    if (file != null) {
      write(new CheckpointHeader(pieces, BootId.UNKNOWN, rest).toBytes(), 0);
      close();
    }
  }

  /** Deletes the checkpoint. */
  public synchronized void clear() throws IOException {
    close();
    AtomicFiles.makeWay(path);
    Files.deleteIfExists(path);
  }

  @Override
  public synchronized void close() {
    if (file != null) {
      file.close();
      file = null;
    }
  }

  private int crc() {
    return CheckpointHeader.crc(bits, bits.length);
  }

  private void writeHeader(@Nullable Rest next) throws IOException {
    rest = next;
    write(new CheckpointHeader(pieces, boot, next).toBytes(), 0);
  }

  private void write(byte[] bytes, long position) throws IOException {
    OpenFile open = writable().acquire();
    try {
      ByteBuffer rest = ByteBuffer.wrap(bytes);
      long at = position;
      while (rest.hasRemaining()) {
        at += open.channel().write(rest, at);
      }
    } catch (ClosedChannelException e) {
      throw e;
    } catch (IOException e) {
      throw named(e);
    } finally {
      open.release();
    }
  }

  /**
   * Names this file in the failure, because a caller would take it for one of the file with the
   * pieces.
   */
  private IOException named(IOException cause) {
    FileSystemException named = new FileSystemException(path.toString(), null, cause.getMessage());
    named.initCause(cause);
    return named;
  }

  private PooledFile writable() throws IOException {
    PooledFile open = file;
    if (open == null) {
      throw new IOException("the checkpoint is closed: " + path);
    }
    return open;
  }

  /** Gives the stamp of a file; blocks. */
  @FunctionalInterface
  public interface StampSource {
    FileStamp stamp() throws StorageException, IOException;
  }

  /** The content of a checkpoint. */
  public record Recorded(CheckpointHeader header, Bitfield verified) {
    /** Whether the file had its final name. */
    public boolean isFinished() {
      Rest rest = header.rest();
      return rest != null && rest.finished();
    }

    /** Whether the file was complete when this was recorded. */
    public boolean isAtRest() {
      return header.rest() != null;
    }

    /** Whether the bytes of the file were forced onto the disk, and none was written since. */
    public boolean isDurable() {
      Rest rest = header.rest();
      return rest != null && rest.durable();
    }

    /**
     * Whether somebody has written or replaced the file since this was recorded. False when it is
     * not known, because the file was being written.
     *
     * @param now the stamp of the file
     */
    public boolean isFollowedByAnEdit(FileStamp now) {
      Rest rest = header.rest();
      return rest != null && now.isNewerThan(rest.stamp());
    }

    /**
     * Whether this record fits a file with the stamp {@code now}, under any name.
     *
     * @param now null when there is no such file
     */
    public boolean isOf(@Nullable FileStamp now) {
      Rest rest = header.rest();
      return rest != null && now != null && rest.stamp().isSame(now);
    }

    /**
     * Whether the file with the final name is unchanged since it was verified.
     *
     * @param now its present stamp; null when there is no such file
     */
    public boolean describes(@Nullable FileStamp now) {
      return isFinished() && isOf(now);
    }
  }
}
