package io.torrentinno.agent.content;

import io.torrentinno.agent.content.check.Pieces;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.files.OpenFile;
import io.torrentinno.agent.files.PieceFiles;
import io.torrentinno.protocol.model.BlockRange;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Looks, on threads that may block, whether files still are what was verified. */
final class ContentChecks {
  private final Content content;
  private final Pieces pieces;
  private final Executor disk;

  ContentChecks(Content content, Pieces pieces, Executor disk) {
    this.content = content;
    this.pieces = pieces;
    this.disk = disk;
  }

  /** What is asked of a file that is as it was. */
  private interface Check {
    void run(ContentWatch watch) throws StorageException;
  }

  /** As {@link ResourceStorage#openFile}. */
  OpenFile open(int piece) throws StorageException {
    PieceFiles present = content.files();
    if (present == null) {
      throw new IllegalStateException("not open: " + content.path());
    }
    try {
      return present.acquire(piece);
    } catch (IOException e) {
      throw StorageException.of(content.path(), e);
    }
  }

  CompletableFuture<Void> unchanged() {
    return check(watch -> {
      watch.requireUnchanged();
      if (pieces.tree() == null) {
        open(0).release(); // So that whoever serves it next finds it open.
      }
    });
  }

  CompletableFuture<Void> unchanged(int piece) {
    return check(watch -> {
      watch.requireUnchanged(piece);
      open(piece).release();
    });
  }

  CompletableFuture<Void> readable(BlockRange range) {
    return check(watch -> {
      watch.requireUnchanged(range.piece());
      read(range);
    });
  }

  boolean isUnchanged() {
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

  @SuppressWarnings("ReferenceEquality") // Of each opening there is one watch.
  private CompletableFuture<Void> check(Check check) {
    CompletableFuture<Void> result = new CompletableFuture<>();
    disk.execute(() -> {
      ContentWatch present = content.watch();
      try {
        if (present != null) {
          check.run(present);
        }
        result.complete(null);
      } catch (StorageException | RuntimeException | Error e) { // Blocks wait for the result.
        if (content.files() == null || content.watch() != present) {
          result.complete(null); // It was closed or renamed meanwhile.
        } else {
          result.completeExceptionally(e);
        }
      }
    });
    return result;
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
