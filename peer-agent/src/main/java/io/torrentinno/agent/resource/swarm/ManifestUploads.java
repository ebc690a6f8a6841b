package io.torrentinno.agent.resource.swarm;

import io.netty.channel.EventLoop;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.state.ManifestSlice;
import io.torrentinno.agent.engine.model.ConnectionId;
import io.torrentinno.agent.net.PeerConnection;
import io.torrentinno.protocol.wire.PeerMessage.ManifestPart;
import io.torrentinno.protocol.wire.PeerMessage.ManifestRequest;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers peers that ask for parts of a resource's manifest, each in order. The text is read from
 * the disk, off the event loop that everything else here happens on.
 */
final class ManifestUploads {
  /**
   * Requests of one peer that wait at most; more than the protocol allows closes the connection.
   */
  static final int MAX_WAITING = 8;

  /** Where the text of a manifest is; reading blocks. */
  public interface Source {
    ManifestSlice read(int begin, int length) throws StorageException;
  }

  private static final Logger log = LoggerFactory.getLogger(ManifestUploads.class);

  private final Source source;
  private final Executor background;
  private final EventLoop loop;

  /** The first of each is being answered. */
  private final Map<ConnectionId, Queue<ManifestRequest>> waiting = new HashMap<>();

  /** Whether the last part could not be read; the first of such failures is logged. */
  private final AtomicBoolean unreadable = new AtomicBoolean();

  ManifestUploads(Source source, Executor background, EventLoop loop) {
    this.source = source;
    this.background = background;
    this.loop = loop;
  }

  void requested(ConnectionId id, PeerConnection connection, ManifestRequest request) {
    Queue<ManifestRequest> queue = waiting.computeIfAbsent(id, _ -> new ArrayDeque<>());
    if (queue.size() >= MAX_WAITING) {
      log.debug("{} asks for too much of the manifest at once, closing", connection);
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

  private void answer(ConnectionId id, PeerConnection connection, ManifestRequest request) {
    background.execute(() -> {
      ManifestPart part = read(request);
      loop.execute(() -> answered(id, connection, part));
    });
  }

  private void answered(ConnectionId id, PeerConnection connection, ManifestPart part) {
    Queue<ManifestRequest> queue = waiting.get(id);
    if (queue != null) {
      connection.send(part);
      queue.remove();
      ManifestRequest next = queue.peek();
      if (next != null) {
        answer(id, connection, next);
      }
    }
  }

  private ManifestPart read(ManifestRequest request) {
    try {
      ManifestSlice slice = source.read(request.begin(), request.length());
      unreadable.set(false);
      return new ManifestPart(slice.total(), request.begin(), slice.bytes());
    } catch (StorageException e) {
      if (!unreadable.getAndSet(true)) {
        log.warn("A manifest can't be served: {}", e.getMessage());
      }
      return ManifestPart.none(request);
    }
  }
}
