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

/** The verified pieces of a resource without a transfer. Calls block. */
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
   * Opens the verified pieces.
   *
   * @param storage nothing else may use it; {@link #end} closes it
   * @param why the reason why nothing is transferred, for people
   */
  public static RestingPieces open(ResourceStorage storage, String why) throws StorageException {
    return new RestingPieces(storage, storage.openToRead(), why);
  }

  /**
   * Opens a verified piece.
   *
   * @throws ResourceException {@link Reason#NOT_RUNNING} when the piece is not verified, or its
   *     file has changed since then
   */
  @Override
  public CompletableFuture<Answer> open(Object reader, PieceSpan ahead) {
    int piece = ahead.first();
    if (!verified.get(piece)) {
      throw new ResourceException(
          Reason.NOT_RUNNING, why + ", and the agent does not have these bytes: piece " + piece);
    }
    try {
      storage.checks().unchanged(piece).get();
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

  /** Does nothing, because each read checks the file. */
  @Override
  public void doubt(BlockRange range) {}

  @Override
  public void leave(Object reader) {}

  @Override
  public void end() {
    storage.closeReading();
  }
}
