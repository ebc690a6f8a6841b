package io.torrentinno.agent.sharing;

import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.hashing.Cancellation;
import io.torrentinno.protocol.model.InfoHash;
import org.jspecify.annotations.Nullable;

/** The part of an agent that makes resources of files that are shared. Its calls may block. */
public interface Sharer {
  /**
   * The piece size for a file whose manifest has version 1.
   *
   * @param size the file's bytes
   * @throws RuntimeException when it is empty or no manifest can describe it
   */
  int pieceSize(ShareSource source, long size);

  /**
   * The resource that has this content already; null when the content is to be hashed.
   *
   * @throws java.util.concurrent.CancellationException when it was cancelled
   */
  @Nullable Present present(ShareSource source, Cancellation cancellation) throws StorageException;

  /**
   * Makes a resource of a file or folder.
   *
   * @param cancellation ends what takes long before there is a resource
   * @throws java.util.concurrent.CancellationException when it was cancelled before that
   * @throws RuntimeException when the agent refuses
   */
  Shared seed(ShareSource source, Hashed hashed, Cancellation cancellation) throws StorageException;

  /**
   * Why a share has failed, in words that can be stored. A cause without a reason of its own counts
   * as a failure of the disk ({@code STORAGE}).
   */
  Problem problem(Throwable cause);

  /**
   * A resource that was there before the share.
   *
   * @param size its bytes
   */
  record Present(InfoHash infoHash, long size) {}

  /** The outcome of a share. */
  sealed interface Outcome {}

  /**
   * The resource that a file has become.
   *
   * @param created false when the agent had it already
   */
  record Shared(InfoHash infoHash, boolean created) implements Outcome {}

  /**
   * A failure.
   *
   * @param reason the name of a {@code ResourceException.Reason}, for programs
   * @param message for people
   */
  record Problem(String reason, String message) implements Outcome {}
}
