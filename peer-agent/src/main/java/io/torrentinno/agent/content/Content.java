package io.torrentinno.agent.content;

import io.torrentinno.agent.content.Preparation.Found;
import io.torrentinno.agent.content.check.CheckRequest;
import io.torrentinno.agent.content.checkpoint.Checkpoint.Recorded;
import io.torrentinno.agent.content.disk.FileStamp;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.tree.FileLinks;
import io.torrentinno.agent.files.PieceFiles;
import io.torrentinno.agent.selection.FileSelection;
import io.torrentinno.protocol.model.Bitfield;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a resource on disk: a file or a folder. {@link #files} and {@link #watch} may be
 * called by any thread. The other methods block, and are called one at a time.
 */
interface Content {
  /** The final place. */
  Path path();

  /** The place until all pieces are verified. */
  Path part();

  /**
   * Finds out which pieces are there, creates what is missing, and opens the files.
   *
   * @param everything whether to read everything, whatever the checkpoint says
   * @param place where it lies
   * @param links may give a new download bytes
   */
  Found prepare(CheckRequest request, boolean everything, ChosenPlace place, FileLinks links)
      throws StorageException, IOException;

  /**
   * Opens what was verified when nothing was written any more, to be read alone. Changes nothing.
   *
   * @throws StorageException {@link StorageException.Reason#FILE_CHANGED} when it is not that any
   *     more
   */
  void openToRead(Recorded recorded) throws StorageException;

  /** The open files; null while they are closed. */
  @Nullable PieceFiles files();

  /** The place of the file of a piece that is not finished. */
  Path fileOf(int piece);

  /** The last known stamp of the open files; null while they are closed, and between two names. */
  @Nullable ContentWatch watch();

  /**
   * Begins to watch the files.
   *
   * @param finished the stamp of the file with its final name; null before it has that name
   */
  void beginWatch(@Nullable FileStamp finished) throws StorageException;

  /** Stops watching. */
  void endWatch();

  /** The stamp of the part file or folder, which is not written any more. */
  FileStamp partStamp() throws StorageException, IOException;

  /**
   * Gives the file or folder its final name.
   *
   * @throws java.nio.file.FileAlreadyExistsException when something has that name; nothing has
   *     changed then
   */
  void finish() throws StorageException, IOException;

  /**
   * Lets chosen files appear under the final name while pieces of others are missing.
   *
   * @param verified the pieces that are there
   * @return false when pieces of chosen files are missing; nothing has changed then
   * @throws IllegalStateException when there is one file, and pieces of it are missing
   * @throws StorageException {@link StorageException.Reason#FILE_EXISTS} when something else has
   *     the place of one; nothing has changed then
   */
  boolean publish(FileSelection chosen, Bitfield verified) throws StorageException, IOException;

  /** Makes what the part has besides the bytes of files. */
  void completePart() throws IOException;

  /**
   * Takes the place of the file or folder with the final name, in one step; to be called after
   * {@link #completePart}.
   *
   * @throws IOException when that can't be done; nothing has changed then
   */
  void replace() throws IOException;

  /**
   * Forces the bytes onto the disk.
   *
   * @return the failure of the disk; null when there was none
   * @throws IOException when the files can't be opened
   */
  @Nullable IOException force() throws IOException;

  /** Closes what is open; nothing happens the second time. */
  void close();
}
