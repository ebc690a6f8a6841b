package io.torrentinno.agent.content;

import io.netty.buffer.ByteBuf;
import io.torrentinno.agent.content.Preparation.Found;
import io.torrentinno.agent.content.check.CheckRequest;
import io.torrentinno.agent.content.check.Pieces;
import io.torrentinno.agent.content.checkpoint.Checkpoint;
import io.torrentinno.agent.content.checkpoint.Checkpoint.Recorded;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.hashes.LayerStore;
import io.torrentinno.agent.content.hashes.PieceHashes;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.content.state.StateFolder;
import io.torrentinno.agent.content.tree.FileLinks;
import io.torrentinno.agent.content.write.CopyRun;
import io.torrentinno.agent.content.write.FailedPieces;
import io.torrentinno.agent.content.write.PieceVerification;
import io.torrentinno.agent.content.write.PieceWriter;
import io.torrentinno.agent.content.write.StorageListener;
import io.torrentinno.agent.content.write.WritePool;
import io.torrentinno.agent.content.write.WriteShards;
import io.torrentinno.agent.files.OpenFile;
import io.torrentinno.agent.files.PieceFiles;
import io.torrentinno.agent.files.ReadAhead;
import io.torrentinno.agent.selection.FileSelection;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.BlockRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bytes of one resource on disk. The finished file or folder is {@link SavedResource#file()},
 * usually {@code <data-dir>/<name>}; an unfinished one is {@link SavedResource#part()} beside it,
 * usually {@code .torrentinno-<name>}. What was shared is where it was, and is only read. Which
 * pieces are verified is stored in {@code <data-dir>/.torrentinno} ({@link StateFolder}). After
 * {@link #prepare}, any thread may call {@link #write} and {@link #verify}, as long as the calls
 * for one piece are ordered. Blocking methods are called one at a time, never by a pool's worker.
 */
public final class ResourceStorage implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ResourceStorage.class);

  private final SavedResource resource;
  private final StateFolder state;
  private final Pieces pieces;
  private final Checkpoint checkpoint;
  private final Content content;
  private final ContentChecks checks;
  private final ReadAhead readAhead;
  private final Flush flush;
  private final FinalName finalName;
  private final WritePool pool;
  private final StorageListener listener;

  /** The finished downloads from which a download that begins gets files. */
  private FileLinks links = FileLinks.NONE;

  /** Where pieces are written; null while nothing may be. */
  private volatile @Nullable WriteShards shards;

  private ResourceStorage(
      SavedResource resource,
      PieceHashes hashes,
      StateFolder state,
      WritePool pool,
      StorageListener listener)
      throws StorageException {
    this.resource = resource;
    this.state = state;
    this.pieces = Pieces.of(resource.manifest(), hashes);
    this.checkpoint = state.verification().checkpoint(resource);
    this.content = Contents.of(resource, pieces, checkpoint, state);
    this.checks = new ContentChecks(content, pieces, state);
    this.readAhead = state.readAhead();
    this.flush = new Flush(content, checkpoint, listener);
    this.pool = pool;
    this.listener = listener;
    FinalName.Writes writes = new FinalName.Writes(pool, flush, this::stopWriting);
    this.finalName = new FinalName(resource, checkpoint, content, writes);
  }

  /** Touches no file of the resource yet; {@link #prepare} must come next. */
  public static ResourceStorage open(
      SavedResource resource, StateFolder state, WritePool pool, StorageListener listener)
      throws StorageException {
    return new ResourceStorage(
        resource, state.verification().hashes(resource), state, pool, listener);
  }

  /** As {@link #open}, but only for {@link #openToRead}: verified pieces are not verified again. */
  public static ResourceStorage ofVerified(
      SavedResource resource, StateFolder state, WritePool pool, StorageListener listener)
      throws StorageException {
    return new ResourceStorage(resource, _ -> null, state, pool, listener);
  }

  /**
   * Lets a download that begins get files from finished ones; to be called before {@link #prepare}.
   */
  public ResourceStorage linkedBy(FileLinks others) {
    links = others;
    return this;
  }

  /** The number of bytes that {@link #prepare} has got by {@link #linkedBy}. */
  public long linkedBytes() {
    return links.bytes();
  }

  /**
   * Blocking. Finds out which pieces are there, by the checkpoint if it can be believed, otherwise
   * by reading and hashing. If there is nothing, creates the part file and reserves its space.
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
   * Bytes that are queued are written first. Bytes that come meanwhile are dropped.
   *
   * @return the verified pieces; the caller's own copy
   * @throws StorageException as {@link #prepare} does
   */
  public Bitfield recheck(CheckRequest request) throws StorageException {
    return start(request, true);
  }

  /**
   * Blocking. Opens the verified pieces for reading only, while nothing is transferred. Reads no
   * content, writes nothing, and lets others write.
   *
   * @return the verified pieces
   * @throws StorageException {@link StorageException.Reason#FILE_CHANGED} when somebody may have
   *     changed the files since
   */
  public Bitfield openToRead() throws StorageException {
    try {
      Recorded recorded = checkpoint.read().orElse(null);
      if (recorded == null || recorded.verified().isEmpty()) {
        return new Bitfield(pieces.count());
      }
      content.openToRead(recorded);
      return recorded.verified();
    } catch (IOException e) {
      throw StorageException.of(content.path(), e);
    }
  }

  /**
   * Blocking. Closes the files that {@link #openToRead} has opened, but none that is being read.
   */
  public void closeReading() {
    content.close();
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
   * Copies bytes of a piece from other files of this machine; never blocks.
   *
   * @param runs each begins with a unit of 16 KiB and ends with one, or with the piece
   * @param copied takes the units that are in their places then, on a worker of the pool; never
   *     called when the storage is closed, or storing has failed
   */
  public void copy(int piece, List<CopyRun> runs, Consumer<BitSet> copied) {
    WriteShards open = shards;
    if (open != null) {
      open.copy(piece, runs, copied);
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

  /** Whether a piece has nothing but zeros, as far as its hash is known. */
  public boolean isZero(int piece) {
    return pieces.isZero(piece);
  }

  /** Makes a piece of zeros, which is verified then; answers as {@link #verify} does. */
  public void makeZeros(int piece) {
    WriteShards open = shards;
    if (open != null) {
      open.makeZeros(piece);
    }
  }

  /**
   * The file in which a piece lies, for reading and sendfile; the same before and after {@link
   * #complete}. The caller releases it. Opens it if it is closed.
   *
   * @throws IllegalStateException before {@link #prepare} and after {@link #close}
   * @throws StorageException when the file can't be opened or is another one
   */
  public OpenFile openFile(int piece) throws StorageException {
    return checks.open(piece);
  }

  /** The hashes of the pieces, as far as they are known. */
  public PieceHashes hashes() {
    return pieces.hashes();
  }

  /** Whether there may be several files. */
  public boolean isFolder() {
    return resource.manifest().isFolder();
  }

  /** The number of the file in which a piece lies. Numbers begin with 0 and have gaps. */
  public int fileOf(int piece) {
    return pieces.entry(piece);
  }

  /** The checks of its files. */
  public ContentChecks checks() {
    return checks;
  }

  /**
   * The verified pieces; the caller's own copy. After {@link #close} they include those that were
   * queued.
   *
   * @throws IllegalArgumentException before {@link #prepare}
   */
  public Bitfield verified() {
    return checkpoint.verified();
  }

  /**
   * Reads a block on another thread if it is not in memory, so that sending it does not wait for
   * the disk.
   *
   * @param open the file of its piece
   * @return completed when the block was read, or can't be read; null when it is in memory
   */
  public @Nullable CompletableFuture<Void> readAhead(BlockRange range, OpenFile open) {
    return readAhead.read(open, position(range), range.length());
  }

  /**
   * Reads a part of a verified piece into a buffer that has room for it; may wait for the disk.
   *
   * @param open the file of its piece
   */
  public void read(BlockRange range, OpenFile open, ByteBuffer into) throws StorageException {
    checks.read(range, open, into);
  }

  /** Where in the {@link #openFile} of its piece the range begins, in bytes. */
  public long position(BlockRange range) {
    return pieces.offset(range.piece()) + range.begin();
  }

  /**
   * Blocking. Gives the part file its final name; nothing happens when it has it. Of a folder of
   * which pieces are missing, the files that are chosen appear under the final name, and stay where
   * they are, too.
   *
   * @param chosen the files that are to be there
   * @return what has got its final name now
   * @throws IllegalStateException when there is one file, and pieces of it are missing
   * @throws StorageException {@link StorageException.Reason#FILE_EXISTS} when another file has
   *     taken the name, which is left as it is, and so is the part file
   */
  public NamedContent complete(FileSelection chosen) throws StorageException {
    return finalName.give(chosen);
  }

  /**
   * As above. A replacement has its bytes on the disk before it takes the place of the other one.
   *
   * @throws StorageException also when the other one can't give its place away
   */
  public NamedContent complete(FileSelection chosen, Handover handover) throws StorageException {
    return finalName.give(chosen, handover);
  }

  /** Whether all that is verified is safe from a power failure. */
  boolean isDurable() {
    return checkpoint.isDurable();
  }

  /**
   * Blocking. Writes the queued bytes of this resource, forces them onto the disk, and marks the
   * checkpoint as clean. Nothing happens the second time.
   */
  @Override
  public void close() {
    boolean interrupted = Thread.interrupted(); // It would close the file in mid-flush.
    stopWriting();
    try {
      flush.last();
      if (pieces.hashes() instanceof LayerStore layers) {
        layers.close();
      }
    } catch (IOException e) {
      log.warn("The hashes of {} are fetched again: {}", content.path(), StorageException.why(e));
    } finally {
      content.close();
      checkpoint.close();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Bitfield start(CheckRequest request, boolean everything) throws StorageException {
    stopWriting();
    ChosenPlace place = new ChosenPlace(resource, state);
    place.requireUsable(checkpoint, everything);
    Replacement.requirePossible(resource);
    try {
      Found found = content.prepare(request, everything, place, links);
      if (pieces.hashes() instanceof LayerStore layers) {
        layers.save(); // A check may have found some.
      }
      if (found.finished()) {
        pool.later(flush::finished);
      } else {
        shards = openShards(found.verified());
      }
      if (!found.verified().isFull()) {
        pieces.learnZeros();
      }
      if (found.verified().isFull() && !resource.isReplacing()) {
        NamedContent _ = complete(FileSelection.ALL);
      }
      content.beginWatch(checkpoint.finishedStamp());
      return found.verified();
    } catch (IOException e) {
      throw StorageException.of(content.path(), e);
    }
  }

  private WriteShards openShards(Bitfield verified) {
    PieceFiles part = Objects.requireNonNull(content.files());
    FailedPieces failed = new FailedPieces(part, pieces);
    return WriteShards.open(
        pool,
        () -> new PieceWriter(part, pieces, verified.copy(), content::fileOf),
        new PieceVerification(content.part(), checkpoint, listener, failed),
        resource.infoHash().hashCode());
  }

  private void stopWriting() {
    WriteShards open = shards;
    shards = null;
    if (open != null) {
      open.retire();
    }
  }
}
