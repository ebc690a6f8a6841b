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
 * Reads from the transfer that goes on, or what is verified while there is none. When a transfer
 * ends, it waits for the next one, as after a check.
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
   * A reader that has read nothing.
   *
   * @param sources gives the pieces that can be read now; null when a transfer will begin; throws
   *     what {@link #read} throws when nothing can be read
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

  /** Where a reader gets its pieces from. */
  public interface Sources extends AutoCloseable {
    @Nullable PieceSource get();

    /** The reader has come to its end. */
    @Override
    void close();
  }

  /**
   * A part of a file.
   *
   * @param begin its first byte
   * @param end the byte after its last one, at most the file's size
   */
  public record Part(ReadableFile file, long begin, long end) {
    public Part {
      if (begin < 0 || begin > end || end > file.size()) {
        throw new IllegalArgumentException("bytes " + begin + " to " + end + " of " + file);
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

  /** Null when the time is over. */
  private @Nullable OpenPiece open(int piece, long deadline) throws InterruptedException {
    Answer answer = ask(piece, deadline);
    return switch (answer) {
      case null -> null;
      case Answer.Opened(OpenPiece opened) -> opened;
      case Answer.Ended() -> openLater(piece, deadline);
    };
  }

  /** As {@link #open}, from a transfer that may have to begin first. */
  private @Nullable OpenPiece openLater(int piece, long deadline) throws InterruptedException {
    try (Subscription changes = events.subscribe(states)) {
      while (true) {
        Answer answer = ask(piece, deadline); // It may have begun before this listened.
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

  /** Null when the time is over. */
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
