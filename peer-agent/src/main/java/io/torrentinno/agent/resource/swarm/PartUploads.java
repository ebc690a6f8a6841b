package io.torrentinno.agent.resource.swarm;

import io.netty.channel.EventLoop;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.manifests.ManifestSlice;
import io.torrentinno.agent.engine.model.ConnectionId;
import io.torrentinno.agent.net.PeerConnection;
import io.torrentinno.protocol.model.Bytes;
import io.torrentinno.protocol.wire.PeerMessage;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers peers that ask for parts of a document, each in order. It is read from the disk, off the
 * event loop that everything else here happens on.
 */
final class PartUploads {
  /**
   * Requests of one peer that wait at most; more than the protocol allows closes the connection.
   */
  static final int MAX_WAITING = 8;

  /** Where the bytes of a document are; reading blocks. */
  public interface Source {
    ManifestSlice read(int begin, int length) throws StorageException;
  }

  /** The message with a part. */
  interface Form {
    PeerMessage of(int total, int begin, Bytes bytes);
  }

  private record Request(int begin, int length) {}

  private static final Logger log = LoggerFactory.getLogger(PartUploads.class);

  private final Source source;
  private final Form form;
  private final Executor background;
  private final EventLoop loop;

  /** The first of each is being answered. */
  private final Map<ConnectionId, Queue<Request>> waiting = new HashMap<>();

  /** Whether the last part could not be read; the first of such failures is logged. */
  private final AtomicBoolean unreadable = new AtomicBoolean();

  PartUploads(Source source, Form form, Executor background, EventLoop loop) {
    this.source = source;
    this.form = form;
    this.background = background;
    this.loop = loop;
  }

  /** A peer asks for up to {@code length} bytes from {@code begin} on. */
  void requested(ConnectionId id, PeerConnection connection, int begin, int length) {
    Request request = new Request(begin, length);
    Queue<Request> queue = waiting.computeIfAbsent(id, _ -> new ArrayDeque<>());
    if (queue.size() >= MAX_WAITING) {
      log.debug("{} asks for too many parts at once, closing", connection);
      connection.close();
      return;
    }
    queue.add(request);
    if (queue.size() == 1) {
      answer(id, connection, request);
    }
  }

  void closed(ConnectionId id) {
    waiting.remove(id);
  }

  private void answer(ConnectionId id, PeerConnection connection, Request request) {
    background.execute(() -> {
      PeerMessage part = read(request);
      loop.execute(() -> answered(id, connection, part));
    });
  }

  private void answered(ConnectionId id, PeerConnection connection, PeerMessage part) {
    Queue<Request> queue = waiting.get(id);
    if (queue != null) {
      connection.send(part);
      queue.remove();
      Request next = queue.peek();
      if (next != null) {
        answer(id, connection, next);
      }
    }
  }

  private PeerMessage read(Request request) {
    try {
      ManifestSlice slice = source.read(request.begin(), request.length());
      unreadable.set(false);
      return form.of(slice.total(), request.begin(), slice.bytes());
    } catch (StorageException e) {
      if (!unreadable.getAndSet(true)) {
        log.warn("A part of a document can't be served: {}", e.getMessage());
      }
      return form.of(0, request.begin(), Bytes.copyOf());
    }
  }
}
