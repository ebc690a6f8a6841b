package io.torrentinno.agent.content;

import static io.torrentinno.agent.content.disk.StorageException.Reason.FILE_CHANGED;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;

import io.torrentinno.agent.content.Preparation.Found;
import io.torrentinno.agent.content.check.CheckRequest;
import io.torrentinno.agent.content.check.FileHashing;
import io.torrentinno.agent.content.check.PieceCheck;
import io.torrentinno.agent.content.check.Pieces;
import io.torrentinno.agent.content.checkpoint.Checkpoint;
import io.torrentinno.agent.content.checkpoint.Checkpoint.Recorded;
import io.torrentinno.agent.content.disk.AtomicFiles;
import io.torrentinno.agent.content.disk.FileStamp;
import io.torrentinno.agent.content.disk.FileWatch;
import io.torrentinno.agent.content.disk.ResourceFile;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.tree.FileLinks;
import io.torrentinno.agent.files.OpenFile;
import io.torrentinno.agent.files.PieceFiles;
import io.torrentinno.agent.files.PooledFile;
import io.torrentinno.agent.selection.FileSelection;
import io.torrentinno.protocol.model.Bitfield;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A resource that is one file. */
final class FileContent implements Content {
  private final ResourceFile file;
  private final Pieces pieces;
  private final Checkpoint checkpoint;
  private final FileHashing hashing;
  private volatile @Nullable PooledFile bytes;
  private volatile @Nullable PieceFiles files;
  private volatile @Nullable ContentWatch watch;

  FileContent(ResourceFile file, Pieces pieces, Checkpoint checkpoint, FileHashing hashing) {
    this.file = file;
    this.pieces = pieces;
    this.checkpoint = checkpoint;
    this.hashing = hashing;
  }

  @Override
  public Path path() {
    return file.path();
  }

  @Override
  public Path part() {
    return file.part();
  }

  @Override
  public Found prepare(CheckRequest request, boolean everything, ChosenPlace place, FileLinks links)
      throws StorageException, IOException {
    close();
    PieceCheck check = new PieceCheck(pieces, hashing, request);
    Found found = new Preparation(file, pieces, checkpoint, check, place).run(everything, links);
    PooledFile opened =
        found.finished() ? file.finished(hashing.files()) : file.unfinished(hashing.files());
    bytes = opened;
    files = _ -> opened.acquire();
    return found;
  }

  @Override
  public void openToRead(Recorded recorded) throws StorageException {
    Path path = recorded.isFinished() ? file.path() : file.part();
    FileStamp now = FileStamp.of(path);
    if (!checkpoint.believes(recorded, path, now, pieces.length())) {
      throw new StorageException(
          FILE_CHANGED, "the file " + path + " was changed after it was verified");
    }
    PooledFile opened = hashing.files().file(path, READ, NOFOLLOW_LINKS);
    bytes = opened;
    files = _ -> opened.acquire();
    watch = watch(new FileWatch(path, now, recorded.isAtRest()));
  }

  @Override
  public @Nullable PieceFiles files() {
    return files;
  }

  @Override
  public Path fileOf(int piece) {
    return file.part();
  }

  @Override
  public @Nullable ContentWatch watch() {
    return watch;
  }

  @Override
  public void beginWatch(@Nullable FileStamp finished) throws StorageException {
    FileWatch one =
        finished == null
            ? new FileWatch(file.part(), FileStamp.of(file.part()), false)
            : new FileWatch(file.path(), finished, true);
    watch = watch(one);
  }

  private static ContentWatch watch(FileWatch one) {
    return new ContentWatch() {
      @Override
      public void requireUnchanged(int piece) throws StorageException {
        one.requireUnchanged();
      }

      @Override
      public void requireUnchanged() throws StorageException {
        one.requireUnchanged();
      }
    };
  }

  @Override
  public void endWatch() {
    watch = null;
  }

  @Override
  public FileStamp partStamp() throws StorageException {
    return FileStamp.of(file.part());
  }

  @Override
  public void finish() throws IOException {
    PooledFile present = bytes;
    if (present == null) {
      file.finish();
    } else {
      present.rename(file.path(), file::finish);
    }
  }

  @Override
  public boolean publish(FileSelection chosen, Bitfield verified) {
    throw new IllegalStateException("pieces are missing: " + part());
  }

  @Override
  public void completePart() {}

  @Override
  public void replace() throws IOException {
    PooledFile present = bytes;
    if (present == null) {
      throw new ClosedChannelException();
    }
    present.rename(file.path(), file::replace);
  }

  @Override
  public @Nullable IOException force() throws IOException {
    PooledFile present = bytes;
    if (present == null) {
      throw new ClosedChannelException();
    }
    OpenFile open = present.acquire();
    try {
      open.channel().force(true);
      if (!file.inPlace()) {
        AtomicFiles.force(file.folder());
      }
      return null;
    } catch (ClosedChannelException e) {
      throw e;
    } catch (IOException e) {
      return file.inPlace() && AtomicFiles.isReadOnly(file.path()) ? null : e;
    } finally {
      open.release();
    }
  }

  @Override
  public void close() {
    PooledFile open = bytes;
    bytes = null;
    files = null;
    watch = null;
    if (open != null) {
      open.close();
    }
  }
}
