package io.torrentinno.agent.resource.reading;

import io.torrentinno.agent.content.ResourceStorage;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.resource.lifecycle.Failure;
import io.torrentinno.agent.resource.lifecycle.Phase;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.resource.view.ResourceException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The pieces of a resource for its readers, in each state of the resource: from the transfer or,
 * while there is none, from the disk. All readers share the open files. Several threads may call at
 * a time; calls may block.
 */
public final class ReadablePieces implements PieceFileReader.Sources {
  /** The resource. Its methods are called on any thread. */
  public interface Origin {
    String name();

    Phase phase();

    /** The pieces of the present transfer; null when there is none. */
    @Nullable PieceSource transferred();

    /** The number of the last check that has begun; checks are counted. */
    int lastCheck();

    /** Opens the content on the disk. The caller owns it. */
    ResourceStorage openToRead() throws StorageException;
  }

  private final Origin origin;

  // All fields below are guarded by this.
  private int readers;
  private @Nullable RestingPieces resting;

  /** The number of the last check before {@link #resting} was opened. */
  private int since;

  /** The pieces of a resource without a reader. */
  public ReadablePieces(Origin origin) {
    this.origin = origin;
  }

  /** Counts one more reader, which must close the result. */
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
