package io.torrentinno.agent.storage;

import io.netty.buffer.ByteBuf;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.BlockRange;
import java.nio.channels.FileChannel;

/**
 * One resource's bytes on disk. After {@link #prepare}, {@link #write} and {@link #verify} are safe
 * from any thread as long as the calls for one piece are ordered; the blocking calls come one at a
 * time, never from a worker of the pool.
 */
public final class ResourceStorage implements AutoCloseable {
  private final SavedResource resource;

  private ResourceStorage(SavedResource resource) {
    this.resource = resource;
  }

  /** Touches no file of the resource yet; {@link #prepare} must come next. */
  public static ResourceStorage open(
      SavedResource resource, StateFolder state, WritePool pool, StorageListener listener)
      throws StorageException {
    return new ResourceStorage(resource);
  }

  /**
   * Blocking. Decides which pieces are there: believes the checkpoint when it may, otherwise reads
   * and hashes. Creates and reserves the part file when there is nothing.
   *
   * @return the verified pieces; the caller's own copy
   * @throws StorageException {@link StorageException.Reason#DISK_FULL} when there is no room, and
   *     then nothing is left behind; {@link StorageException.Reason#FILE_EXISTS} when another file
   *     has the name; {@link StorageException.Reason#FILE_CHANGED} when a file that was complete no
   *     longer matches (it is left as it is); {@link StorageException.Reason#NO_SUCH_FILE} when a
   *     file shared in place is gone
   */
  public Bitfield prepare(ProgressListener progress) throws StorageException {
    return new Bitfield(resource.manifest().pieces().size());
  }

  /**
   * Blocking. Reads and hashes everything, whatever the checkpoint says. A finished download that
   * no longer matches becomes a part file again, so that the rest can be fetched.
   *
   * @return the verified pieces; the caller's own copy
   * @throws StorageException as {@link #prepare} does
   */
  public Bitfield recheck(ProgressListener progress) throws StorageException {
    return prepare(progress);
  }

  /**
   * Stores a run of bytes; never blocks. Bytes of a verified piece, and bytes that precede what was
   * already hashed of their piece, are dropped.
   *
   * @param begin where in the piece they belong
   * @param bytes at least part of a block, inside the piece; owned by the storage from now on, also
   *     when this throws
   */
  public void write(int piece, int begin, ByteBuf bytes) {
    bytes.release();
  }

  /**
   * Compares the piece with its hash after its last {@link #write}; never blocks. The answer comes
   * through the listener.
   */
  public void verify(int piece) {}

  /** The open file, for sendfile; the same before and after {@link #complete}. */
  public FileChannel channel() {
    try {
      return FileChannel.open(resource.file());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Where in {@link #channel} the range begins, in bytes. */
  public long position(BlockRange range) {
    return resource.manifest().layout().offset(range.piece()) + range.begin();
  }

  /**
   * Blocking. Gives the part file its final name, when all pieces are verified; nothing happens
   * when it has it.
   *
   * @throws StorageException {@link StorageException.Reason#FILE_EXISTS} when another file has
   *     taken the name, which is left as it is, and so is the part file
   */
  public void complete() throws StorageException {}

  /**
   * Blocking. Writes what is queued for this resource, brings it onto the disk and marks the
   * checkpoint as clean. Nothing happens the second time.
   */
  @Override
  public void close() {}

  /**
   * Deletes a resource's part file, and its finished file if it is still what was verified. A file
   * shared in place, and one that only has the same name, stay. To be called when the storage is
   * closed and before {@link StateFolder#delete}.
   */
  public static void deleteData(SavedResource resource, StateFolder state)
      throws StorageException {}
}
