package io.torrentinno.agent.content;

import io.netty.buffer.ByteBuf;
import io.torrentinno.agent.content.Preparation.Found;
import io.torrentinno.agent.content.check.CheckRequest;
import io.torrentinno.agent.content.check.FileHashing;
import io.torrentinno.agent.content.check.PieceCheck;
import io.torrentinno.agent.content.check.Pieces;
import io.torrentinno.agent.content.checkpoint.Checkpoint;
import io.torrentinno.agent.content.disk.AtomicFiles;
import io.torrentinno.agent.content.disk.FileStamp;
import io.torrentinno.agent.content.disk.FileWatch;
import io.torrentinno.agent.content.disk.ResourceFile;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.content.state.StateFolder;
import io.torrentinno.agent.content.write.FailedPieces;
import io.torrentinno.agent.content.write.PieceVerification;
import io.torrentinno.agent.content.write.PieceWriter;
import io.torrentinno.agent.content.write.StorageListener;
import io.torrentinno.agent.content.write.WritePool;
import io.torrentinno.agent.content.write.WriteShard;
import io.torrentinno.agent.content.write.WriteShards;
import io.torrentinno.agent.files.OpenFile;
import io.torrentinno.agent.files.PooledFile;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.BlockRange;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One resource's bytes on disk. After {@link #prepare}, {@link #write} and {@link #verify} are safe
 * from any thread as long as the calls for one piece are ordered; the blocking calls come one at a
 * time and never from a worker of the pool.
 */
public final class ResourceStorage implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ResourceStorage.class);

  private final SavedResource resource;
  private final ResourceFile file;
  private final Pieces pieces;
  private final Checkpoint checkpoint;
  private final FileHashing hashing;
  private final StateFolder state;
  private final WritePool pool;
  private final StorageListener listener;

  /** Where pieces are written; null while nothing may be. */
  private volatile @Nullable WriteShards shards;

  /** Null before {@link #prepare} and after {@link #close}. */
  private volatile @Nullable PooledFile bytes;

  /** What the file was like last; null as {@link #bytes} is. */
  private volatile @Nullable FileWatch watch;

  private ResourceStorage(
      SavedResource resource,
      Checkpoint checkpoint,
      StateFolder state,
      WritePool pool,
      StorageListener listener) {
    this.resource = resource;
    this.state = state;
    this.hashing = state.hashing(resource);
    this.file = ResourceFile.of(resource.file(), resource.inPlace());
    this.pieces = new Pieces(resource.manifest());
    this.checkpoint = checkpoint;
    this.pool = pool;
    this.listener = listener;
  }

  /** Touches no file of the resource yet; {@link #prepare} must come next. */
  public static ResourceStorage open(
      SavedResource resource, StateFolder state, WritePool pool, StorageListener listener)
      throws StorageException {
    return new ResourceStorage(resource, state.checkpoint(resource), state, pool, listener);
  }

  /**
   * Blocking. Decides which pieces are there: believes the checkpoint when it may, otherwise reads
   * and hashes. Creates and reserves the part file when there is nothing.
   *
   * @return the verified pieces; the caller's own copy
   * @throws StorageException {@link StorageException.Reason#DISK_FULL} when there is no room, and
   *     then nothing is left behind; {@link StorageException.Reason#FILE_EXISTS} when another file
   *     has the name; {@link StorageException.Reason#FILE_CHANGED} when a file that was finished no
   *     longer matches (it is left as it is); {@link StorageException.Reason#NO_SUCH_FILE} when a
   *     file shared in place is gone
   * @throws CancellationException when the request is cancelled; {@link #close} remains to be done
   */
  public Bitfield prepare(CheckRequest request) throws StorageException {
    return start(request, false);
  }

  /**
   * Blocking. Reads and hashes everything, whatever the checkpoint says. A finished download of
   * which only some pieces still match becomes a part file again, so that the rest can be fetched.
   * What is queued is written first, what comes meanwhile is dropped.
   *
   * @return the verified pieces; the caller's own copy
   * @throws StorageException as {@link #prepare} does
   */
  public Bitfield recheck(CheckRequest request) throws StorageException {
    return start(request, true);
  }

  /**
   * Stores a run of bytes, over what came for the same place before; never blocks. Bytes of a
   * verified piece are dropped.
   *
   * @param begin where in the piece they belong
   * @param bytes at least part of a block, inside the piece; owned by the storage from now on, also
   *     when this throws
   */
  public void write(int piece, int begin, ByteBuf bytes) {
    WriteShards open = shards;
    int length = bytes.readableBytes();
    if (!pieces.contains(piece, begin, length)) {
      bytes.release();
      throw new IllegalArgumentException(
          "piece " + piece + " has no bytes from " + begin + ", length " + length);
    }
    if (open != null && length > 0) {
      open.write(piece, begin, bytes);
    } else {
      bytes.release();
    }
  }

  /**
   * Compares the piece with its hash after its last {@link #write}; never blocks. The answer comes
   * through the listener; none comes when the file is complete or storing has failed.
   */
  public void verify(int piece) {
    WriteShards open = shards;
    if (open != null) {
      open.verify(piece);
    }
  }

  /**
   * The file to be read, for sendfile; the same before and after {@link #complete}. The caller
   * releases it. Opens it where it is closed.
   *
   * @throws IllegalStateException before {@link #prepare} and after {@link #close}
   * @throws StorageException when the file can't be opened or is another one
   */
  public OpenFile openFile() throws StorageException {
    PooledFile present = bytes;
    if (present == null) {
      throw new IllegalStateException("not open: " + resource.file());
    }
    try {
      return present.acquire();
    } catch (IOException e) {
      throw StorageException.of(resource.file(), e);
    }
  }

  /**
   * Looks whether the file still is what was verified, on a thread that may block. Fails with a
   * {@link StorageException}, of {@link StorageException.Reason#FILE_CHANGED} when it is not.
   */
  public CompletableFuture<Void> checkUnchanged() {
    return check(() -> openFile().release()); // So that whoever serves it next finds it open.
  }

  /** As {@link #checkUnchanged}, and fails too when these bytes can't be read. */
  public CompletableFuture<Void> checkReadable(BlockRange range) {
    return check(() -> read(range));
  }

  private CompletableFuture<Void> check(Check more) {
    CompletableFuture<Void> result = new CompletableFuture<>();
    state
        .diskThreads()
        .execute(() -> {
          FileWatch present = watch;
          try {
            if (present != null) {
              present.requireUnchanged();
              more.run();
            }
            result.complete(null);
          } catch (StorageException | RuntimeException e) {
            if (bytes == null || watch != present) {
              result.complete(null); // It was closed or renamed meanwhile.
            } else {
              result.completeExceptionally(e);
            }
          }
        });
    return result;
  }

  /** What is asked of a file that is as it was. */
  private interface Check {
    void run() throws StorageException;
  }

  private void read(BlockRange range) throws StorageException {
    OpenFile open = openFile();
    try {
      ByteBuffer block = ByteBuffer.allocate(range.length());
      while (block.hasRemaining()) {
        if (open.channel().read(block, position(range) + block.position()) < 0) {
          throw new EOFException();
        }
      }
    } catch (IOException e) {
      throw StorageException.of(resource.file(), e);
    } finally {
      open.release();
    }
  }

  /** Whether the file is what it was, as far as can be told now; blocks. */
  public boolean isUnchanged() {
    FileWatch present = watch;
    try {
      if (present != null) {
        present.requireUnchanged();
      }
      return true;
    } catch (StorageException e) {
      return false;
    }
  }

  private void watch() throws StorageException {
    FileStamp finished = checkpoint.finishedStamp();
    watch =
        finished == null
            ? new FileWatch(file.part(), FileStamp.of(file.part()), false)
            : new FileWatch(file.path(), finished, true);
  }

  /**
   * The verified pieces, after {@link #close} those that were still queued too; the caller's own
   * copy.
   *
   * @throws IllegalArgumentException before {@link #prepare}
   */
  public Bitfield verified() {
    return checkpoint.verified();
  }

  /** Where in {@link #openFile} the range begins, in bytes. */
  public long position(BlockRange range) {
    return pieces.offset(range.piece()) + range.begin();
  }

  /**
   * Blocking. Gives the part file its final name; nothing happens when it has it.
   *
   * @throws IllegalStateException when not all pieces are verified
   * @throws StorageException {@link StorageException.Reason#FILE_EXISTS} when another file has
   *     taken the name, which is left as it is, and so is the part file
   */
  public void complete() throws StorageException {
    if (checkpoint.isFinished()) {
      return;
    }
    if (!checkpoint.isFull()) {
      throw new IllegalStateException("pieces are missing: " + file.part());
    }
    try {
      stopWriting();
      FileStamp stamp = FileStamp.of(file.part());
      checkpoint.rest(stamp, false, false);
      watch = null; // Between its names it has none.
      nameFinally();
      checkpoint.rest(stamp, false, true);
      watch();
      pool.later(this::bringOntoDisk);
    } catch (IOException e) {
      throw StorageException.of(file.path(), e);
    }
  }

  /** Not in the way of a download: what is not on the disk yet is only read again after a crash. */
  private void bringOntoDisk() {
    PooledFile finished = bytes;
    FileStamp stamp = checkpoint.finishedStamp();
    if (finished == null || stamp == null || checkpoint.isDurable()) {
      return;
    }
    try {
      flush(finished);
      checkpoint.settleFinished(stamp);
    } catch (ClosedChannelException e) {
      log.debug("{} is closed, which flushes it", file.path());
    } catch (IOException e) {
      log.warn("{} will be read again after a crash: {}", file.path(), StorageException.why(e));
    } catch (StorageException e) {
      listener.failed(e);
    }
  }

  /** Whether all that is verified is safe from a power failure. */
  boolean isDurable() {
    return checkpoint.isDurable();
  }

  /**
   * Brings the file onto the disk. When that fails, the system may have thrown away what it had not
   * written, and does not fail again: so the file must be read again.
   *
   * @throws StorageException when the disk refuses
   * @throws IOException when the file can't be opened for it
   */
  private void flush(PooledFile bytes) throws StorageException, IOException {
    OpenFile open = bytes.acquire();
    try {
      open.channel().force(true);
      if (!file.inPlace()) {
        AtomicFiles.force(file.folder());
      }
    } catch (ClosedChannelException e) {
      throw e;
    } catch (IOException e) {
      doubt(e);
      throw StorageException.unflushed(file.path(), e);
    } finally {
      open.release();
    }
  }

  private void doubt(IOException cause) {
    try {
      checkpoint.doubt();
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  private void nameFinally() throws IOException {
    PooledFile present = bytes;
    if (present == null) {
      file.finish();
    } else {
      present.rename(file.path(), file::finish);
    }
  }

  /**
   * Blocking. Writes what is queued for this resource, brings it onto the disk and marks the
   * checkpoint as clean. Nothing happens the second time.
   */
  @Override
  public void close() {
    boolean interrupted = Thread.interrupted(); // It would close the file in mid-flush.
    stopWriting();
    try (PooledFile open = bytes;
        checkpoint) {
      bytes = null;
      watch = null;
      if (open != null && !checkpoint.isDurable()) {
        flush(open);
        checkpoint.settle(file);
      }
    } catch (StorageException e) {
      log.warn("{}; it will be read again", e.getMessage());
    } catch (IOException e) {
      log.warn("{} may be read again at the next start: {}", file.path(), StorageException.why(e));
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Bitfield start(CheckRequest request, boolean doubtful) throws StorageException {
    stopWriting();
    try {
      closeFile();
      PieceCheck check = new PieceCheck(pieces, hashing, request);
      Found found = new Preparation(file, pieces, checkpoint, check).run(doubtful);
      PooledFile opened =
          found.finished() ? file.finished(hashing.files()) : file.unfinished(hashing.files());
      bytes = opened;
      if (found.finished()) {
        pool.later(this::bringOntoDisk);
      } else {
        shards = openShards(opened, found.verified());
      }
      if (found.verified().isFull()) {
        complete();
      }
      watch();
      return found.verified();
    } catch (IOException e) {
      throw StorageException.of(file.path(), e);
    }
  }

  private WriteShards openShards(PooledFile part, Bitfield verified) {
    FailedPieces failed = new FailedPieces(part, pieces);
    PieceVerification verification =
        new PieceVerification(file.part(), checkpoint, listener, failed);
    WriteShard[] opened = new WriteShard[pool.threads()];
    for (int worker = 0; worker < opened.length; worker++) {
      PieceWriter writer = new PieceWriter(part, pieces, verified.copy());
      opened[worker] = new WriteShard(pool, worker, writer, verification);
    }
    return new WriteShards(opened, resource.infoHash().hashCode());
  }

  private void stopWriting() {
    WriteShards open = shards;
    shards = null;
    if (open != null) {
      open.retire();
    }
  }

  private void closeFile() {
    PooledFile open = bytes;
    bytes = null;
    if (open != null) {
      open.close();
    }
  }
}
