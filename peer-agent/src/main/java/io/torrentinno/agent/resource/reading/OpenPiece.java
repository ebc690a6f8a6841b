package io.torrentinno.agent.resource.reading;

import io.torrentinno.agent.content.ResourceStorage;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.files.OpenFile;
import io.torrentinno.protocol.model.BlockRange;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * A verified piece that can be read until it is closed.
 *
 * @param file the file of the piece, which {@link #close} releases
 */
public record OpenPiece(ResourceStorage storage, OpenFile file) implements AutoCloseable {
  /**
   * Blocking. Reads bytes of the piece. Bytes that are not in memory are first read by a platform
   * thread, because this thread may be a virtual one.
   *
   * @param into must have room for the range
   */
  void read(BlockRange range, ByteBuffer into) throws StorageException, InterruptedException {
    CompletableFuture<Void> reading = storage.readAhead(range, file);
    if (reading != null) {
      try {
        reading.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("reading ahead does not fail", e);
      }
    }
    storage.read(range, file, into);
  }

  @Override
  public void close() {
    file.release();
  }
}
