package io.torrentinno.agent.content;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.torrentinno.agent.content.check.Pieces;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.state.StateFolder;
import io.torrentinno.agent.files.OpenFile;
import io.torrentinno.agent.files.PieceFiles;
import io.torrentinno.protocol.model.BlockRange;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Checks, on threads that may block, whether files are unchanged since they were verified. */
public final class ContentChecks {
  private final Content content;
  private final Pieces pieces;
  private final StateFolder state;

  ContentChecks(Content content, Pieces pieces, StateFolder state) {
    this.content = content;
    this.pieces = pieces;
    this.state = state;
  }

  /** Reads something of a file that is unchanged. */
  private interface Check {
    void run(ContentWatch watch) throws StorageException;
  }

  /** As {@link ResourceStorage#openFile}. */
  OpenFile open(int piece) throws StorageException {
    PieceFiles present = content.files();
    if (present == null) {
      throw new IllegalStateException("the content is not open: " + content.path());
    }
    try {
      return present.acquire(piece);
    } catch (IOException e) {
      throw StorageException.of(content.path(), e);
    }
  }

  /**
   * Checks whether the file is unchanged since it was verified; in a folder, as many files as take
   * little time. Fails as {@link #unchanged(int)} does.
   */
  public CompletableFuture<Void> unchanged() {
    return check(watch -> {
      watch.requireUnchanged();
      if (pieces.tree() == null) {
        open(0).release(); // The file stays open for the next request.
      }
    });
  }

  /**
   * Checks whether the file of a piece is unchanged since it was verified. Opens it, and reads it
   * if it is small. Fails with a {@link StorageException}; with {@link
   * StorageException.Reason#FILE_CHANGED} when it has changed.
   */
  public CompletableFuture<Void> unchanged(int piece) {
    return check(watch -> requireUnchanged(watch, piece));
  }

  /**
   * As {@link #unchanged(int)}, for some pieces one after the other.
   *
   * @param asked the result of each piece is completed after its check
   */
  public void unchanged(Map<Integer, CompletableFuture<Void>> asked) {
    state
        .diskThreads()
        .execute(() ->
            asked.forEach((piece, result) -> run(watch -> requireUnchanged(watch, piece), result)));
  }

  /** Opens the file, too, which stays open for the request. A small file is read. */
  private void requireUnchanged(ContentWatch watch, int piece) throws StorageException {
    watch.requireUnchanged(piece);
    OpenFile open = open(piece);
    try {
      if (pieces.isSmallFile(piece)) {
        state.readAhead().load(open);
      }
    } finally {
      open.release();
    }
  }

  /** Whether {@link #readFile} can read a piece. */
  public boolean isSmallFile(int piece) {
    return pieces.isSmallFile(piece);
  }

  /** Bytes of a piece. */
  public int size(int piece) {
    return pieces.size(piece);
  }

  /** Runs a task on a thread that may block. */
  public void execute(Runnable task) {
    state.diskThreads().execute(task);
  }

  /**
   * Blocking. Reads a piece that is a small file, which must be unchanged since it was verified.
   *
   * @return its bytes, which the caller releases; null when the files were closed or renamed
   *     meanwhile
   * @throws StorageException as {@link #unchanged(int)} fails
   */
  @SuppressWarnings("ReferenceEquality") // Each opening has its own watch.
  public @Nullable ByteBuf readFile(int piece) throws StorageException {
    ContentWatch present = content.watch();
    PieceFiles files = content.files();
    if (present == null || files == null) {
      return null;
    }
    int size = pieces.size(piece);
    ByteBuf bytes = PooledByteBufAllocator.DEFAULT.directBuffer(size, size);
    try {
      readWhole(files, piece, bytes);
      present.requireUnchanged(piece); // Afterwards, so it holds for the file that was opened, too.
      return bytes.retain();
    } catch (StorageException e) {
      if (content.files() == null || content.watch() != present) {
        return null;
      }
      throw cause(e);
    } finally {
      bytes.release();
    }
  }

  private void readWhole(PieceFiles files, int piece, ByteBuf into) throws StorageException {
    try {
      OpenFile open = files.once(piece);
      try {
        while (into.isWritable()) {
          if (into.writeBytes(open.channel(), into.writerIndex(), into.writableBytes()) < 0) {
            throw new EOFException();
          }
        }
      } finally {
        open.release();
      }
    } catch (IOException e) {
      throw StorageException.of(content.path(), e);
    }
  }

  /** As {@link #unchanged(int)}, and fails too when these bytes can't be read. */
  public CompletableFuture<Void> readable(BlockRange range) {
    return check(watch -> {
      watch.requireUnchanged(range.piece());
      read(range);
    });
  }

  /** Whether the file is unchanged; in a folder, as many files as take little time. Blocks. */
  public boolean isUnchanged() {
    ContentWatch present = content.watch();
    try {
      if (present != null) {
        present.requireUnchanged();
      }
      return true;
    } catch (StorageException e) {
      return false;
    }
  }

  private CompletableFuture<Void> check(Check check) {
    CompletableFuture<Void> result = new CompletableFuture<>();
    state.diskThreads().execute(() -> run(check, result));
    return result;
  }

  @SuppressWarnings("ReferenceEquality") // Each opening has its own watch.
  private void run(Check check, CompletableFuture<Void> result) {
    ContentWatch present = content.watch();
    try {
      if (present != null) {
        check.run(present);
      }
      result.complete(null);
    } catch (StorageException | RuntimeException | Error e) { // Blocks wait for the result.
      if (content.files() == null || content.watch() != present) {
        result.complete(null); // The files were closed or renamed meanwhile.
      } else {
        result.completeExceptionally(e instanceof StorageException file ? cause(file) : e);
      }
    }
  }

  /** A file that has gone together with the data folder comes back with it. */
  private StorageException cause(StorageException failure) {
    try {
      state.requireThere();
      return failure;
    } catch (StorageException gone) {
      gone.addSuppressed(failure);
      return gone;
    }
  }

  private void read(BlockRange range) throws StorageException {
    OpenFile open = open(range.piece());
    try {
      read(range, open, ByteBuffer.allocate(range.length()));
    } finally {
      open.release();
    }
  }

  /** As {@link ResourceStorage#read}. */
  void read(BlockRange range, OpenFile open, ByteBuffer into) throws StorageException {
    long position = pieces.offset(range.piece()) + range.begin();
    ByteBuffer block = into.slice(into.position(), range.length());
    try {
      while (block.hasRemaining()) {
        if (open.channel().read(block, position + block.position()) < 0) {
          throw new EOFException();
        }
      }
    } catch (IOException e) {
      throw StorageException.of(content.path(), e);
    }
    into.position(into.position() + range.length());
  }
}
