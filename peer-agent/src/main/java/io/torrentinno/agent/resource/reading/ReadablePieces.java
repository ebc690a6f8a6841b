package io.torrentinno.agent.resource.reading;

import io.torrentinno.agent.content.ResourceStorage;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.resource.lifecycle.Failure;
import io.torrentinno.agent.resource.lifecycle.Phase;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.resource.view.ResourceException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Where the readers of a resource get its pieces from, whatever becomes of the resource: from the
 * transfer; while there is none, from the disk, where all readers share what is opened. Safe for
 * use by several threads; calls may block.
 */
public final class ReadablePieces implements PieceFileReader.Sources {
  /** The resource; asked on any thread. */
  public interface Origin {
    String name();

    Phase phase();

    /** The pieces of the transfer that goes on; null when none does. */
    @Nullable PieceSource transferred();

    /** The number of the last check that has begun. */
    int lastCheck();

    /** What lies on the disk. */
    ResourceStorage openToRead() throws StorageException;
  }

  private final Origin origin;

  // All guarded by this.
  private int readers;
  private @Nullable RestingPieces resting;

  /** The check after which that was opened. */
  private int since;

  /** Those of a resource that nobody reads. */
  public ReadablePieces(Origin origin) {
    this.origin = origin;
  }

  /** For another reader, which closes it at its end. */
  public synchronized PieceFileReader.Sources enter() {
    readers++;
    return this;
  }

  @Override
  public @Nullable PieceSource get() {
    return switch (origin.phase()) {
      case Phase.Active _ -> origin.transferred();
      case Phase.Checking _, Phase.AwaitingManifest _ -> null;
      case Phase.Paused _ -> resting(origin.name() + " is paused");
      case Phase.Failed(Failure failure, _) -> resting(failure.message());
      case Phase.Removed _ ->
          throw new ResourceException(Reason.UNKNOWN, origin.name() + " was removed");
    };
  }

  private synchronized RestingPieces resting(String why) {
    RestingPieces open = resting;
    int check = origin.lastCheck();
    if (open != null && since == check) {
      return open;
    }
    closeResting();
    try {
      open = RestingPieces.open(origin.openToRead(), why);
    } catch (StorageException e) {
      throw new ResourceException(Reason.NOT_RUNNING, why + "; " + e.getMessage(), e);
    }
    resting = open;
    since = check;
    return open;
  }

  @Override
  public synchronized void close() {
    readers--;
    if (readers == 0) {
      closeResting();
    }
  }

  private void closeResting() {
    RestingPieces open = resting;
    resting = null;
    if (open != null) {
      open.end();
    }
  }
}
