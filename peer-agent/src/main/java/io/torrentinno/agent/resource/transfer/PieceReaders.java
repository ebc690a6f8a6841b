package io.torrentinno.agent.resource.transfer;

import io.netty.channel.EventLoop;
import io.torrentinno.agent.content.ResourceStorage;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.engine.model.PieceSpan;
import io.torrentinno.agent.resource.reading.OpenPiece;
import io.torrentinno.agent.resource.reading.PieceSource;
import io.torrentinno.agent.resource.reading.VerifiedPieces;
import io.torrentinno.protocol.model.BlockRange;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * The readers of one transfer, and the piece for which each of them waits. Runs on the transfer's
 * loop.
 */
final class PieceReaders implements PieceSource {
  /**
   * For this many readers, pieces are fetched first. Other readers wait until their pieces come.
   */
  private static final int MOST_SPANS = 16;

  /** After this time, a reader that waits comes before those that reach other pieces later. */
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);

  private final VerifiedPieces pieces;
  private final ResourceStorage storage;
  private final EventLoop loop;
  private final Consumer<StorageException> unreadable;
  private final LongSupplier clock;

  /** The first is the reader that reached another piece last. */
  private final SequencedMap<Object, Reader> readers = new LinkedHashMap<>();

  private List<PieceSpan> spans = List.of();
  private boolean ended;

  /** The position of a reader. */
  private static final class Reader {
    final PieceSpan ahead;

    /** When it came to its piece. */
    final long since;

    /** Its wait; completed when it waits for nothing. */
    final CompletableFuture<Answer> piece;

    boolean opening;

    Reader(PieceSpan ahead, long since, CompletableFuture<Answer> piece) {
      this.ahead = ahead;
      this.since = since;
      this.piece = piece;
    }

    boolean waitsLong(long now) {
      return !piece.isDone() && now - since > PATIENCE;
    }
  }

  /**
   * No readers.
   *
   * @param unreadable called when a file can't be opened
   * @param clock nanoseconds, never less than before
   */
  PieceReaders(
      VerifiedPieces pieces,
      ResourceStorage storage,
      EventLoop loop,
      Consumer<StorageException> unreadable,
      LongSupplier clock) {
    this.pieces = pieces;
    this.storage = storage;
    this.loop = loop;
    this.unreadable = unreadable;
    this.clock = clock;
  }

  @Override
  public CompletableFuture<Answer> open(Object reader, PieceSpan ahead) {
    CompletableFuture<Answer> piece = new CompletableFuture<>();
    loop.execute(() -> {
      if (ended) {
        piece.complete(new Answer.Ended());
        return;
      }
      put(reader, ahead, piece);
      moved();
      look();
    });
    return piece;
  }

  @Override
  public void doubt(BlockRange range) {
    loop.execute(() -> pieces.doubt(range));
  }

  @Override
  public void leave(Object reader) {
    loop.execute(() -> {
      readers.remove(reader);
      moved();
    });
  }

  @Override
  public void end() {
    loop.execute(() -> {
      ended = true;
      readers.values().forEach(reader -> reader.piece.complete(new Answer.Ended()));
      readers.clear();
    });
  }

  /** Opens the verified pieces for which readers wait. To be called on the loop. */
  void look() {
    for (Reader reader : readers.values()) {
      int piece = reader.ahead.first();
      if (!reader.opening && pieces.has(piece)) {
        reader.opening = true;
        pieces.whenUnchanged(piece, () -> open(piece, reader.piece));
      }
    }
  }

  private void open(int piece, CompletableFuture<Answer> awaited) {
    try {
      OpenPiece opened = new OpenPiece(storage, storage.openFile(piece));
      if (!awaited.complete(new Answer.Opened(opened))) {
        opened.close(); // The reader does not wait any more.
      }
    } catch (StorageException e) {
      unreadable.accept(e);
    }
  }

  /** The client of a reader that stays at a piece may be gone, so the others come before it. */
  private void put(Object reader, PieceSpan ahead, CompletableFuture<Answer> piece) {
    Reader before = readers.get(reader);
    if (before != null && before.ahead.equals(ahead)) {
      readers.put(reader, new Reader(ahead, before.since, piece));
    } else {
      readers.putFirst(reader, new Reader(ahead, clock.getAsLong(), piece));
    }
  }

  /** Those that wait long, the longest first; then the others. */
  private Stream<Reader> inTurn() {
    long now = clock.getAsLong();
    return Stream.concat(
        readers.values().stream()
            .filter(it -> it.waitsLong(now))
            .sorted(Comparator.comparingLong(it -> it.since - now)),
        readers.values().stream().filter(it -> !it.waitsLong(now)));
  }

  private void moved() {
    List<PieceSpan> now =
        pieces.isComplete()
            ? List.of()
            : inTurn().map(it -> it.ahead).distinct().limit(MOST_SPANS).toList();
    if (!now.equals(spans)) {
      spans = now;
      pieces.readersMoved(now);
    }
  }
}
