package io.torrentinno.agent.resource.reading;

import io.torrentinno.agent.content.ResourceStorage;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.engine.model.PieceSpan;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.resource.view.ResourceException.Reason;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.BlockRange;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Gives readers the verified pieces of a resource that transfers nothing. Its calls block. */
public final class RestingPieces implements PieceSource {
  private final ResourceStorage storage;
  private final Bitfield verified;
  private final String why;

  private RestingPieces(ResourceStorage storage, Bitfield verified, String why) {
    this.storage = storage;
    this.verified = verified;
    this.why = why;
  }

  /**
   * Opens what is verified.
   *
   * @param storage is touched by nobody else
   * @param why nothing is transferred, for people
   */
  public static RestingPieces open(ResourceStorage storage, String why) throws StorageException {
    return new RestingPieces(storage, storage.openToRead(), why);
  }

  /**
   * Opens a piece that is verified.
   *
   * @throws ResourceException {@link Reason#NOT_RUNNING} when it is not here, as it will not come,
   *     or its file is not what was verified
   */
  @Override
  public CompletableFuture<Answer> open(Object reader, PieceSpan ahead) {
    int piece = ahead.first();
    if (!verified.get(piece)) {
      throw new ResourceException(
          Reason.NOT_RUNNING, why + ", and these bytes are not here: piece " + piece);
    }
    try {
      storage.checkUnchanged(piece).get();
      return CompletableFuture.completedFuture(
          new Answer.Opened(new OpenPiece(storage, storage.openFile(piece))));
    } catch (StorageException e) {
      throw unreadable(e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof StorageException changed
          ? unreadable(changed)
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ResourceException(Reason.BUSY, "the agent is ending", e);
    }
  }

  private ResourceException unreadable(StorageException cause) {
    return new ResourceException(Reason.NOT_RUNNING, why + "; " + cause.getMessage(), cause);
  }

  /** The next read looks again. */
  @Override
  public void doubt(BlockRange range) {}

  @Override
  public void leave(Object reader) {}

  @Override
  public void end() {
    storage.closeReading();
  }
}
