package io.torrentinno.agent.resource.reading;

import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.events.AgentEvents;
import io.torrentinno.agent.events.Delivery;
import io.torrentinno.agent.events.EventFilter;
import io.torrentinno.agent.events.EventType;
import io.torrentinno.agent.events.Subscription;
import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.agent.resource.reading.PieceSource.Answer;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.resource.view.ResourceException.Reason;
import io.torrentinno.agent.resource.view.reading.FileReader;
import io.torrentinno.agent.resource.view.reading.ReadableFile;
import io.torrentinno.protocol.model.BlockRange;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a part of a file: from the transfer of its resource or, while there is none, from the
 * verified pieces on the disk. When a transfer ends, the reader waits for the next one, for example
 * during a check.
 */
public final class PieceFileReader implements FileReader {
  private final Sources sources;
  private final AgentEvents events;
  private final EventFilter states;
  private final FilePieces pieces;
  private final long end;
  private long position;
  private @Nullable PieceSource source;

  /**
   * A reader at the first byte of a part.
   *
   * @param sources closed with the reader
   * @param part must be of a file in {@code manifest}
   */
  public PieceFileReader(
      Sources sources, AgentEvents events, ResourceManifest manifest, Part part) {
    this.sources = sources;
    this.events = events;
    this.states =
        new EventFilter(Set.of(manifest.infoHash()), Set.of(EventType.STATE, EventType.REMOVED));
    this.pieces = FilePieces.of(manifest, part.file.entry());
    this.position = part.begin;
    this.end = part.end;
  }

  /** Gives a reader the source of its pieces. */
  public interface Sources extends AutoCloseable {
    /**
     * The source of now; null while a transfer is expected to begin.
     *
     * @throws ResourceException when no piece can be read
     */
    @Nullable PieceSource get();

    /** The reader is closed. */
    @Override
    void close();
  }

  /**
   * A part of a file.
   *
   * @param begin offset of the first byte in the file
   * @param end offset behind the last byte, at most the size of the file
   */
  public record Part(ReadableFile file, long begin, long end) {
    public Part {
      if (begin < 0 || begin > end || end > file.size()) {
        throw new IllegalArgumentException(
            "the file has no bytes " + begin + " to " + end + ": " + file);
      }
    }
  }

  @Override
  public int read(ByteBuffer into, Duration most) throws InterruptedException {
    if (position == end) {
      return -1;
    }
    BlockRange range = pieces.range(position, end, into.remaining());
    try (OpenPiece piece = open(range.piece(), System.nanoTime() + most.toNanos())) {
      if (piece == null) {
        return 0;
      }
      piece.read(range, into);
    } catch (StorageException e) {
      if (source != null) {
        source.doubt(range);
      }
      throw ResourceException.of(e);
    }
    position += range.length();
    return range.length();
  }

  @Override
  public void close() {
    if (source != null) {
      source.leave(this);
    }
    sources.close();
  }

  /** Waits for a piece; null when the time is over. */
  private @Nullable OpenPiece open(int piece, long deadline) throws InterruptedException {
    Answer answer = ask(piece, deadline);
    return switch (answer) {
      case null -> null;
      case Answer.Opened(OpenPiece opened) -> opened;
      case Answer.Ended() -> openLater(piece, deadline);
    };
  }

  /** As {@link #open}, but also waits until a transfer begins. */
  private @Nullable OpenPiece openLater(int piece, long deadline) throws InterruptedException {
    try (Subscription changes = events.subscribe(states)) {
      while (true) {
        Answer answer = ask(piece, deadline); // A transfer may have begun before the subscription.
        if (answer == null) {
          return null;
        }
        if (answer instanceof Answer.Opened(OpenPiece opened)) {
          return opened;
        }
        switch (changes.next(Duration.ofNanos(deadline - System.nanoTime()))) {
          case Delivery.Nothing() -> {
            return null;
          }
          case Delivery.Ended _ -> throw new ResourceException(Reason.BUSY, "the agent is ending");
          case Delivery.News _, Delivery.Reset _ -> {}
        }
      }
    }
  }

  /** Asks the source of now for a piece; null when the time is over. */
  private @Nullable Answer ask(int piece, long deadline) throws InterruptedException {
    PieceSource running = sources.get();
    if (running == null) {
      return new Answer.Ended();
    }
    source = running;
    CompletableFuture<Answer> asked = running.open(this, pieces.ahead(piece, end));
    try {
      return asked.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return asked.cancel(false) ? null : asked.join();
    } catch (InterruptedException e) {
      if (!asked.cancel(false) && asked.join() instanceof Answer.Opened(OpenPiece opened)) {
        opened.close();
      }
      throw e;
    } catch (ExecutionException e) {
      throw new IllegalStateException("opening does not fail", e);
    }
  }
}
