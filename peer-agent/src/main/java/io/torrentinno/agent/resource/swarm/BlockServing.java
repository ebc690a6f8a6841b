package io.torrentinno.agent.resource.swarm;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.torrentinno.agent.content.ContentChecks;
import io.torrentinno.agent.content.ResourceStorage;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.files.OpenFile;
import io.torrentinno.agent.net.PeerConnection;
import io.torrentinno.agent.net.pacing.BlockBytes;
import io.torrentinno.agent.net.pacing.BlockMemory;
import io.torrentinno.agent.resource.changes.UnchangedFiles;
import io.torrentinno.protocol.model.BlockRange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends the blocks that peers request, of files that are unchanged. A file that is a short piece is
 * read as a whole, many files in one task. Belongs to the loop of the swarm.
 */
final class BlockServing {
  /** Files that one thread reads in one go, so that their blocks are sent meanwhile. */
  private static final int MOST_TOGETHER = 32;

  private final ResourceStorage storage;
  private final ContentChecks checks;
  private final UnchangedFiles files;
  private final EventLoop loop;
  private final Consumer<StorageException> unreadable;

  /** The requests whose files are read at the end of this turn of the loop, by piece. */
  private Map<Integer, List<Request>> asked = new LinkedHashMap<>();

  private final RecentPieces written = new RecentPieces(System::nanoTime);

  private boolean stopped;

  /** A block that was requested; {@code room} for its file is taken of {@link BlockMemory}. */
  private record Request(Supplier<@Nullable PeerConnection> to, BlockRange range, int room) {}

  /** A file that was read, or the failure; both null when the block is served from its file. */
  private record Read(
      int piece, List<Request> requests, @Nullable ByteBuf bytes, @Nullable Throwable failure) {
    /** Serves none of the requests. */
    void drop() {
      requests.forEach(request -> BlockMemory.give(request.room()));
      if (bytes != null) {
        bytes.release();
      }
    }
  }

  /**
   * Serves nothing yet.
   *
   * @param files allows the blocks of larger files, and takes failures
   * @param unreadable called when a file can't be opened
   */
  BlockServing(
      ResourceStorage storage,
      UnchangedFiles files,
      EventLoop loop,
      Consumer<StorageException> unreadable) {
    this.storage = storage;
    this.checks = storage.checks();
    this.files = files;
    this.loop = loop;
    this.unreadable = unreadable;
  }

  /**
   * Sends a block when its file is found unchanged.
   *
   * @param to the connection; null once it is closed
   */
  void serve(Supplier<@Nullable PeerConnection> to, BlockRange range) {
    int room = checks.size(range.piece());
    if (checks.isSmallFile(range.piece()) && BlockMemory.take(room)) {
      if (asked.isEmpty()) {
        loop.execute(this::read);
      }
      asked
          .computeIfAbsent(range.piece(), _ -> new ArrayList<>())
          .add(new Request(to, range, room));
    } else {
      serveFile(to, range);
    }
  }

  /** A piece was written and verified just now. */
  void written(int piece) {
    written.add(piece);
  }

  /** Drops the blocks that wait. */
  void stop() {
    stopped = true;
  }

  private void read() {
    Map<Integer, List<Request>> all = asked;
    asked = new LinkedHashMap<>();
    List<Map.Entry<Integer, List<Request>>> pieces = List.copyOf(all.entrySet());
    for (int from = 0; from < pieces.size(); from += MOST_TOGETHER) {
      var some = pieces.subList(from, Math.min(pieces.size(), from + MOST_TOGETHER));
      checks.execute(() -> {
        List<Read> read = some.stream().map(it -> read(it.getKey(), it.getValue())).toList();
        try {
          loop.execute(() -> read.forEach(this::send));
        } catch (RejectedExecutionException e) {
          read.forEach(Read::drop); // The agent ends.
        }
      });
    }
  }

  private Read read(int piece, List<Request> requests) {
    try {
      return new Read(piece, requests, checks.readFile(piece), null);
    } catch (StorageException | RuntimeException e) {
      return new Read(piece, requests, null, e);
    } catch (OutOfMemoryError e) {
      return new Read(piece, requests, null, null); // Of buffers: regions of files need none.
    }
  }

  private void send(Read read) {
    ByteBuf bytes = read.bytes();
    if (stopped || bytes == null) {
      read.drop();
      if (!stopped && read.failure() != null) {
        files.doubt(read.piece(), CompletableFuture.failedFuture(read.failure()));
      } else if (!stopped) {
        read.requests().forEach(request -> serveFile(request.to(), request.range()));
      }
      return;
    }
    for (Request request : read.requests()) {
      PeerConnection connection = request.to().get();
      BlockRange range = request.range();
      if (connection == null) {
        BlockMemory.give(request.room());
      } else {
        ByteBuf block = bytes.retainedSlice(range.begin(), range.length());
        connection.serve(range, new BlockBytes.InMemory(block, request.room()));
      }
    }
    bytes.release();
  }

  private void serveFile(Supplier<@Nullable PeerConnection> to, BlockRange range) {
    files.whenUnchanged(range.piece(), () -> open(to, range));
  }

  private void open(Supplier<@Nullable PeerConnection> to, BlockRange range) {
    PeerConnection connection = to.get();
    if (connection == null) {
      return;
    }
    try {
      OpenFile open = storage.openFile(range.piece());
      CompletableFuture<Void> reading =
          written.has(range.piece()) ? null : storage.readAhead(range, open);
      if (reading == null) {
        send(to, range, open);
      } else {
        reading.whenComplete((_, _) -> loop.execute(() -> send(to, range, open)));
      }
    } catch (StorageException e) {
      connection.close();
      unreadable.accept(e);
    }
  }

  private void send(Supplier<@Nullable PeerConnection> to, BlockRange range, OpenFile open) {
    PeerConnection connection = to.get();
    if (connection == null) {
      open.release();
    } else {
      connection.serve(range, open, storage.position(range));
    }
  }
}
